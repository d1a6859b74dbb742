import { describe, expect, it } from '@jest/globals';
import { freeMinutes } from './free-hours.js';

const at = (from: number, to: number) => ({ startsAt: `2027-03-01T${String(from).padStart(2, '0')}:00:00.000Z`, endsAt: `2027-03-01T${String(to).padStart(2, '0')}:00:00.000Z` });
const people = [
  { personId: 'anna', required: true, free: [at(8, 10), at(12, 14)] },
  { personId: 'bo', required: true, free: [at(9, 13)] },
  { personId: 'cia', required: true, free: [at(0, 23)] },
];

describe('freeMinutes', () => {
  it('counts time in which any of a role is free once', () => {
    expect(freeMinutes(people, ['anna', 'bo'], 1, [at(6, 22)])).toBe(360);
  });

  it('counts only time in which as many are free as are wanted', () => {
    expect(freeMinutes(people, ['anna', 'bo'], 2, [at(6, 22)])).toBe(120);
  });

  it('counts inside the windows alone', () => {
    expect(freeMinutes(people, ['anna', 'bo'], 1, [at(9, 10), at(13, 15)])).toBe(120);
  });
});
