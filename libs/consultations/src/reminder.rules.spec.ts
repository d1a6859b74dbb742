import { describe, expect, it } from '@jest/globals';
import { planReminders } from './reminder.rules.js';

const offsets = ['-P7D', '-P1D', '-PT15M'];
const longBefore = new Date('2027-01-01T00:00:00Z');

function due(startsAt: string, timeZone: string, now = longBefore): Record<string, string> {
  return Object.fromEntries(planReminders(new Date(startsAt), timeZone, offsets, now).map(({ occasion, dueAt }) => [occasion, dueAt.toISOString()]));
}

describe('planReminders', () => {
  it('keeps the wall-clock time across the change of summer time, and the minutes exact', () => {
    // Tuesday 30 March 2027, 9.00 in Helsinki (+3); a week before, 9.00 was at +2.
    expect(due('2027-03-30T06:00:00Z', 'Europe/Helsinki')).toEqual({
      '-P7D': '2027-03-23T07:00:00.000Z',
      '-P1D': '2027-03-29T06:00:00.000Z',
      '-PT15M': '2027-03-30T05:45:00.000Z',
    });
  });

  it('uses the zone of the receiver', () => {
    // New York changed to summer time on 14 March 2027, Helsinki not yet.
    expect(due('2027-03-18T07:00:00Z', 'America/New_York')['-P7D']).toBe('2027-03-11T08:00:00.000Z');
    expect(due('2027-03-18T07:00:00Z', 'Europe/Helsinki')['-P7D']).toBe('2027-03-11T07:00:00.000Z');
  });

  it('moves a reminder that would fall into the gap to the hour after it', () => {
    expect(due('2027-03-29T00:30:00Z', 'Europe/Helsinki')['-P1D']).toBe('2027-03-28T01:30:00.000Z');
  });

  it('leaves out what has passed', () => {
    expect(Object.keys(due('2027-03-18T07:00:00Z', 'Europe/Helsinki', new Date('2027-03-17T07:00:00Z')))).toEqual(['-PT15M']);
    expect(due('2027-03-18T07:00:00Z', 'Europe/Helsinki', new Date('2027-03-18T06:50:00Z'))).toEqual({});
  });
});
