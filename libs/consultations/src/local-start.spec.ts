import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@app/kernel';
import { assertAhead, type LocalStart, resolveStart } from './local-start.js';

const helsinki = (local: string, offset?: string): LocalStart => ({ local, timeZone: 'Europe/Helsinki', offset });

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('resolveStart', () => {
  it.each([
    ['2027-03-18T09:00', '2027-03-18T07:00:00.000Z'],
    ['2027-07-01T09:00', '2027-07-01T06:00:00.000Z'],
    ['2027-03-28T02:59', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28T04:00', '2027-03-28T01:00:00.000Z'],
  ])('takes %s in Helsinki as %s', (local, instant) => {
    expect(resolveStart(helsinki(local)).toISOString()).toBe(instant);
  });

  it('refuses a time inside the spring gap and names the nearest one after it', () => {
    const error = refusal(() => resolveStart(helsinki('2027-03-28T03:30')));
    expect(error.code).toBe('time.nonexistent');
    expect(error.details).toMatchObject({
      fields: [{ path: 'start.local' }],
      nearest: { local: '2027-03-28T04:30', startsAt: '2027-03-28T01:30:00.000Z', offset: '+03:00' },
    });
  });

  it('refuses a time of the doubled hour and names both instants', () => {
    const error = refusal(() => resolveStart(helsinki('2027-10-31T03:30')));
    expect(error.code).toBe('time.ambiguous');
    expect(error.details['candidates']).toEqual([
      { startsAt: '2027-10-31T00:30:00.000Z', offset: '+03:00' },
      { startsAt: '2027-10-31T01:30:00.000Z', offset: '+02:00' },
    ]);
  });

  it.each([
    ['+03:00', '2027-10-31T00:30:00.000Z'],
    ['+02:00', '2027-10-31T01:30:00.000Z'],
  ])('chooses inside the doubled hour by the offset %s', (offset, instant) => {
    expect(resolveStart(helsinki('2027-10-31T03:30', offset)).toISOString()).toBe(instant);
  });

  it.each([
    ['an offset that does not hold then', helsinki('2027-07-01T09:00', '+02:00'), 'start.offset'],
    ['a day that is not in the calendar', helsinki('2027-02-30T09:00'), 'start.local'],
    ['an hour that no day has', helsinki('2027-02-03T24:30'), 'start.local'],
  ])('refuses %s', (_, start, path) => {
    const error = refusal(() => resolveStart(start));
    expect(error.code).toBe('request.invalid');
    expect(error.details.fields).toMatchObject([{ path }]);
  });
});

describe('assertAhead', () => {
  const now = new Date('2027-01-01T00:00:00Z');

  it('refuses the present and the past', () => {
    expect(refusal(() => assertAhead(now, now)).code).toBe('time.past');
  });

  it('refuses what lies more than two years ahead', () => {
    expect(refusal(() => assertAhead(new Date('2029-01-02T00:00:00Z'), now)).code).toBe('request.invalid');
    expect(() => assertAhead(new Date('2028-12-31T00:00:00Z'), now)).not.toThrow();
  });
});
