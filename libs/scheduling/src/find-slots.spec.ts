import { describe, expect, it } from '@jest/globals';
import {
  assertRules,
  type AvailabilityRules,
  checkSlot,
  findSlots,
  InvalidSchedulingInputError,
  InvalidTimeZoneError,
  type SchedulingPerson,
  type SlotsInput,
  type Weekday,
} from './index.js';

const at = (text: string) => Date.parse(text);
const everyDay = (from: string, to: string) => ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((weekday) => ({ weekday, from, to }));

/** Helsinki, 9 to 12 each day, no notice, no buffers. */
const rules: AvailabilityRules = {
  timeZone: 'Europe/Helsinki',
  weekly: everyDay('09:00', '12:00'),
  minimumNoticeMinutes: 0,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
};
const person = (id: string, changes: Partial<AvailabilityRules> = {}, busy: SchedulingPerson['busy'] = []): SchedulingPerson => ({ id, rules: { ...rules, ...changes }, busy });
const span = (start: string, end: string) => ({ start: at(`2027-03-18T${start}Z`), end: at(`2027-03-18T${end}Z`) });

/** One Thursday, an hour on the half hour, asked the day before. */
const query = (people: readonly SchedulingPerson[], changes: Partial<SlotsInput> = {}): SlotsInput => ({
  people,
  required: people.map(({ id }) => id),
  optional: [],
  durationMinutes: 60,
  stepMinutes: 30,
  timeZone: 'Europe/Helsinki',
  range: { from: '2027-03-18', to: '2027-03-19' },
  now: at('2027-03-17T12:00Z'),
  limit: 20,
  ...changes,
});
const starts = (input: SlotsInput) => findSlots(input).slots.map(({ startsAt }) => new Date(startsAt).toISOString().slice(11, 16));
const problems = (people: readonly SchedulingPerson[], start: string, end: string, changes: Partial<SlotsInput> = {}) => {
  const check = checkSlot(query(people, changes), at(`2027-03-18T${start}Z`), at(`2027-03-18T${end}Z`));
  return check.ok ? [] : check.problems.map(({ personId, reason }) => `${personId ?? '-'} ${reason}`);
};

describe('findSlots', () => {
  it('offers what lies in the hours, on the step, from beginning to end', () => {
    expect(starts(query([person('a')]))).toEqual(['07:00', '07:30', '08:00', '08:30', '09:00']);
  });

  it('makes no slot of the adjoining time of two people', () => {
    const early = person('early', { weekly: everyDay('09:00', '10:00') });
    const late = person('late', { weekly: everyDay('10:00', '11:00') });
    expect(starts(query([early, late]))).toEqual([]);
  });

  it('joins adjoining windows of one person', () => {
    const weekly = [...everyDay('09:00', '10:02'), ...everyDay('10:02', '11:00')];
    expect(starts(query([person('a', { weekly })]))).toEqual(['07:00', '07:30', '08:00']);
  });

  it('reaches past midnight, and lets an exception replace only what begins on its date', () => {
    const weekly = everyDay('23:00', '01:00');
    expect(starts(query([person('a', { weekly })]))).toEqual(['22:00', '21:00']);
    expect(starts(query([person('a', { weekly, exceptions: [{ date: '2027-03-18', hours: [] }] })]))).toEqual(['22:00']);
    const other = { exceptions: [{ date: '2027-03-18', hours: [{ from: '14:00', to: '15:00' }] }] };
    expect(starts(query([person('a', other)]))).toEqual(['12:00']);
  });

  it('keeps the larger of two neighbouring buffers, not their sum', () => {
    const busy = [{ ...span('07:30', '08:00'), bufferAfterMinutes: 10 }];
    const one = person('a', { bufferBeforeMinutes: 15, bufferAfterMinutes: 0 }, busy);
    expect(starts(query([one], { stepMinutes: 5, durationMinutes: 105 }))).toEqual(['08:15']);
    expect(problems([one], '08:00', '09:00')).toEqual(['a buffer']);
  });

  it('keeps the notice of each person', () => {
    const input = query([person('a', { minimumNoticeMinutes: 20 * 60 })]);
    expect(starts(input)).toEqual(['08:00', '08:30', '09:00']);
  });

  it('ranks by who is missing, then by time', () => {
    const people = [person('a'), person('b', {}, [span('07:00', '08:30')])];
    const { slots } = findSlots(query(people, { required: ['a'], optional: ['b'], limit: 3 }));
    expect(slots.map(({ startsAt, missingOptional }) => [new Date(startsAt).toISOString().slice(11, 16), missingOptional])).toEqual([
      ['08:30', []],
      ['09:00', []],
      ['07:00', ['b']],
    ]);
  });

  it('offers both passes of the doubled hour and nothing in the skipped one', () => {
    const night = person('a', { weekly: everyDay('03:00', '04:00') });
    const autumn = { range: { from: '2027-10-31', to: '2027-11-01' } };
    expect(starts(query([night], autumn))).toEqual(['00:00', '00:30', '01:00']);
    expect(starts(query([night], { range: { from: '2027-03-28', to: '2027-03-29' } }))).toEqual([]);
  });

  it('tells the free time without telling what fills the rest', () => {
    const { people } = findSlots(query([person('a', { bufferAfterMinutes: 10 }, [span('08:00', '08:33')])]));
    expect(people).toEqual([{ personId: 'a', free: [span('07:00', '07:50'), span('08:45', '10:00')] }]);
  });

  it('names the bottleneck with what would appear without, and each reason', () => {
    const people = [person('a'), person('b', {}, [span('06:00', '10:00')]), person('c', { weekly: [] })];
    expect(findSlots(query(people.slice(0, 2))).why).toEqual({
      bottleneck: { personId: 'b', slotsWithout: 5 },
      reasons: [{ personId: 'b', reason: 'busy' }],
    });
    expect(findSlots(query(people)).why).toEqual({
      bottleneck: null,
      reasons: [
        { personId: 'b', reason: 'busy' },
        { personId: 'c', reason: 'no_hours' },
      ],
    });
  });

  it.each([
    ['notice', [person('a', { minimumNoticeMinutes: 3 * 1440 })], {}, 'a'],
    ['hours_too_short', [person('a', { weekly: everyDay('09:00', '09:45') })], {}, 'a'],
    ['range_too_short', [person('a')], { durationMinutes: 1500 }, null],
    ['range_too_short', [person('a')], { now: at('2027-03-20T00:00Z') }, null],
    ['no_common_time', [person('a', { weekly: everyDay('09:00', '10:00') }), person('b', { weekly: everyDay('10:00', '11:00') })], {}, null],
  ])('says %s', (reason, people, changes, personId) => {
    expect(findSlots(query(people, changes)).why?.reasons).toEqual([{ personId, reason }]);
  });

  it.each([
    ['durationMinutes', { durationMinutes: 47 }],
    ['stepMinutes', { stepMinutes: 50 }],
    ['stepMinutes', { stepMinutes: 0 }],
    ['required', { required: [] }],
    ['required', { optional: ['a'] }],
    ['people', { optional: ['nobody'] }],
    ['limit', { limit: 0 }],
    ['range.to', { range: { from: '2027-03-19', to: '2027-03-18' } }],
    ['range.from', { range: { from: '2027-02-29', to: '2027-03-18' } }],
    ['range', { range: { from: '2027-01-01', to: '2029-01-01' } }],
  ])('refuses bad %s', (field, changes) => {
    expect(() => findSlots(query([person('a')], changes))).toThrow(expect.objectContaining({ name: 'InvalidSchedulingInputError', field }));
  });

  it('refuses a zone that is none', () => {
    expect(() => findSlots(query([person('a')], { timeZone: 'Mars/Olympus' }))).toThrow(InvalidTimeZoneError);
    expect(() => findSlots(query([person('a', { timeZone: '+02:00' })]))).toThrow(InvalidTimeZoneError);
  });
});

describe('checkSlot', () => {
  const busy = person('a', { minimumNoticeMinutes: 2 * 1440, bufferAfterMinutes: 10 }, [span('08:00', '09:00')]);

  it('accepts what is offered', () => {
    expect(problems([person('a')], '07:30', '08:30')).toEqual([]);
  });

  it('names everything in the way, person by person', () => {
    expect(problems([busy, person('b')], '08:10', '11:03')).toEqual(['- off_grid', 'a before_notice', 'a outside_hours', 'a busy', 'b outside_hours']);
    expect(problems([busy], '09:00', '10:00')).toEqual(['a before_notice', 'a buffer']);
  });

  it('calls the present past', () => {
    expect(problems([person('a')], '08:00', '09:00', { now: at('2027-03-18T08:00Z') })).toEqual(['- in_past']);
    expect(problems([person('a')], '08:00', '09:00', { now: at('2027-03-18T08:00Z') - 1 })).toEqual([]);
  });

  it('refuses an end before the start', () => {
    expect(() => problems([busy], '09:00', '08:00')).toThrow(InvalidSchedulingInputError);
  });
});

describe('assertRules', () => {
  it('takes rules that mean something', () => {
    expect(() => assertRules({ ...rules, weekly: everyDay('00:00', '24:00'), exceptions: [{ date: '2027-12-24', hours: [] }] })).not.toThrow();
  });

  it.each([
    ['weekly[0].to', { weekly: [{ weekday: 1, from: '09:00', to: '09:00' }] }],
    ['weekly[0].from', { weekly: [{ weekday: 1, from: '24:00', to: '09:00' }] }],
    ['weekly[0].from', { weekly: [{ weekday: 1, from: '9:00', to: '10:00' }] }],
    ['weekly[0].weekday', { weekly: [{ weekday: 0 as Weekday, from: '09:00', to: '10:00' }] }],
    ['exceptions[0].date', { exceptions: [{ date: '2027-13-01', hours: [] }] }],
    ['exceptions[1].date', { exceptions: [{ date: '2027-12-24', hours: [] }, { date: '2027-12-24', hours: [] }] }],
    ['exceptions[0].hours[0].to', { exceptions: [{ date: '2027-12-24', hours: [{ from: '09:00', to: '25:00' }] }] }],
    ['minimumNoticeMinutes', { minimumNoticeMinutes: -1 }],
    ['bufferAfterMinutes', { bufferAfterMinutes: 1.5 }],
  ] satisfies [string, Partial<AvailabilityRules>][])('refuses bad %s', (field, changes) => {
    expect(() => assertRules({ ...rules, ...changes })).toThrow(expect.objectContaining({ field }));
  });
});
