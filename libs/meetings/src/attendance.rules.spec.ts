import { describe, expect, it } from '@jest/globals';
import { foldStays, identityOf, type LiveKitFact, participationOf } from './attendance.rules.js';

const anna = '01930000-0000-7000-8000-000000000001';
const bertil = '01930000-0000-7000-8000-000000000002';
const at = (minute: number): Date => new Date(Date.UTC(2027, 2, 18, 9, minute));

function fact(event: string, who: string, sid: string, joined: number, happened: number): LiveKitFact {
  return { event, identity: identityOf(who, 'tab_00000001'), participantSid: sid, joinedAt: at(joined), happenedAt: at(happened) };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('stays told by webhooks', () => {
  // Anna drops out and comes back at once: LiveKit gives her a second sid and may send the events crossed.
  const facts = [
    fact('participant_joined', anna, 'PA_1', 0, 0),
    fact('participant_left', anna, 'PA_1', 0, 10),
    fact('participant_joined', anna, 'PA_2', 10, 11),
    fact('participant_left', anna, 'PA_2', 10, 40),
    fact('participant_joined', bertil, 'PA_3', 1, 1),
  ];

  it('are the same for all 120 orders of five events', () => {
    const results = permutations(facts).map((order) => [...foldStays(order).values()].sort((a, b) => a.sid.localeCompare(b.sid)));
    expect(results).toHaveLength(120);
    for (const result of results) expect(result).toEqual(results[0]);
    expect(results[0]).toEqual([
      { participationId: anna, sid: 'PA_1', joinedAt: at(0), leftAt: at(10) },
      { participationId: anna, sid: 'PA_2', joinedAt: at(10), leftAt: at(40) },
      { participationId: bertil, sid: 'PA_3', joinedAt: at(1), leftAt: null },
    ]);
  });

  it('do not change when events are repeated', () => {
    expect(foldStays([...facts, ...facts, ...facts])).toEqual(foldStays(facts));
  });

  it('know the start also when the event of joining was lost', () => {
    expect([...foldStays([facts[3]!]).values()]).toEqual([{ participationId: anna, sid: 'PA_2', joinedAt: at(10), leftAt: at(40) }]);
  });

  it('leave out whoever has no identity of ours', () => {
    const stranger = { ...facts[0]!, identity: 'egress' };
    expect(foldStays([stranger, { ...facts[0]!, identity: null }, { ...facts[0]!, participantSid: null }]).size).toBe(0);
  });
});

describe('identities', () => {
  it('carry the participation there and back', () => {
    expect(participationOf(identityOf(anna, 'tab_00000001'))).toBe(anna);
  });

  it.each(['', anna, `${anna}:`, `${anna}:short`, `x${anna}:tab_00000001`, `${anna}:tab_00000001#camera`])('are not read from %j', (identity) => {
    expect(participationOf(identity)).toBeNull();
  });
});
