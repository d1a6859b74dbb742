import { describe, expect, it } from '@jest/globals';
import { addDays, isDay, isoWeek, isWeekend, mondayOf } from './days.js';

describe('days', () => {
  it('finds Monday, also over a month and a year', () => {
    expect(mondayOf('2026-03-18')).toBe('2026-03-16');
    expect(mondayOf('2027-01-03')).toBe('2026-12-28');
    expect(mondayOf('2026-03-16')).toBe('2026-03-16');
  });

  it('knows the weekend', () => {
    expect(['2026-03-16', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23'].map(isWeekend)).toEqual([false, false, true, true, false]);
  });

  it('counts ISO weeks', () => {
    expect(['2026-01-01', '2026-03-18', '2026-12-31', '2027-01-03', '2027-01-04'].map(isoWeek)).toEqual([1, 12, 53, 53, 1]);
  });

  it('adds days over the change of clocks', () => {
    expect(addDays('2027-03-27', 2)).toBe('2027-03-29');
  });

  it('takes only real days from an address', () => {
    expect(['2026-03-18', '2026-13-01', 'next', null].map(isDay)).toEqual([true, false, false, false]);
  });
});
