import { describe, expect, it } from '@jest/globals';
import type { SlotCheck, SlotProblemReason } from '@app/scheduling';
import { brokenRules, distinctTimes, presentSlots } from './calendar.rules.js';

function failing(...problems: [string | null, SlotProblemReason][]): SlotCheck {
  return { ok: false, problems: problems.map(([personId, reason]) => ({ personId, role: null, reason })) };
}

describe('broken rules', () => {
  it.each<[string, SlotCheck, boolean, string[]]>([
    ['a possible time', { ok: true }, false, []],
    ['outside hours', failing(['a', 'outside_hours']), false, ['a outside_hours']],
    ['outside hours, overridden', failing(['a', 'outside_hours'], ['b', 'before_notice']), true, []],
    ['too close to another meeting, overridden', failing(['a', 'buffer'], ['a', 'outside_hours']), true, ['a buffer']],
    ['busy', failing(['a', 'busy']), false, []],
    ['busy, and near another meeting', failing(['a', 'busy'], ['a', 'buffer'], ['b', 'buffer']), false, ['b buffer']],
    ['off the grid and past', failing([null, 'off_grid'], [null, 'in_past']), false, ['null off_grid']],
    ['closed, a full week and too far ahead', failing([null, 'closed'], ['a', 'over_cap'], ['a', 'beyond_horizon']), false, ['null closed', 'a over_cap', 'a beyond_horizon']],
    ['all that an override waives', failing([null, 'off_grid'], [null, 'closed'], ['a', 'over_cap'], ['a', 'beyond_horizon']), true, []],
    ['several people', failing(['a', 'before_notice'], ['b', 'outside_hours']), false, ['a before_notice', 'b outside_hours']],
  ])('%s', (_name, check, override, expected) => {
    expect(brokenRules(check, override).map(({ personId, rule }) => `${personId} ${rule}`)).toEqual(expected);
  });
});

describe('alternatives', () => {
  const at = (from: string, to: string) => ({ startsAt: `2027-03-18T${from}:00.000Z`, endsAt: `2027-03-18T${to}:00.000Z` });

  it('do not overlap each other and come in order', () => {
    const found = [at('07:00', '08:00'), at('07:15', '08:15'), at('10:00', '11:00'), at('08:00', '09:00'), at('10:45', '11:45')];
    expect(distinctTimes(found, 5)).toEqual([at('07:00', '08:00'), at('08:00', '09:00'), at('10:00', '11:00')]);
  });

  it('are no more than asked for', () => {
    expect(distinctTimes([at('07:00', '08:00'), at('08:00', '09:00'), at('09:00', '10:00')], 2)).toHaveLength(2);
  });
});

it('tells slots, free time and what is in the way in instants', () => {
  const seats = [{ role: 'doctor', personIds: ['a'] }];
  const rank = { missing: 1, outsidePreferred: false, load: 2 };
  const why = { reasons: [{ role: 'doctor', personId: null, reason: 'too_few' as const }], relaxations: [] };
  const result = presentSlots(
    {
      slots: [{ startsAt: 0, endsAt: 3_600_000, missing: ['b'], seats, rank }],
      recommended: { startsAt: 0, reason: 'earliest' },
      bottleneck: { role: 'doctor', personId: null, slotsMore: 3 },
      people: [
        { personId: 'a', free: [{ start: 0, end: 7_200_000 }] },
        { personId: 'b', free: [] },
      ],
      why,
    },
    ['a'],
  );
  expect(result).toEqual({
    slots: [{ startsAt: '1970-01-01T00:00:00.000Z', endsAt: '1970-01-01T01:00:00.000Z', missing: ['b'], seats, rank }],
    recommended: { startsAt: '1970-01-01T00:00:00.000Z', reason: 'earliest' },
    bottleneck: { role: 'doctor', personId: null, slotsMore: 3 },
    people: [
      { personId: 'a', required: true, free: [{ startsAt: '1970-01-01T00:00:00.000Z', endsAt: '1970-01-01T02:00:00.000Z' }] },
      { personId: 'b', required: false, free: [] },
    ],
    why,
  });
});
