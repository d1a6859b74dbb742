import { describe, expect, it } from '@jest/globals';
import { DateText } from './date-text.js';

const from = '2026-03-18T07:00:00.000Z';
const to = '2026-03-18T08:00:00.000Z';

describe('DateText', () => {
  it.each([
    ['fi', 'ke 18.3.2026 klo 9.00–10.00'],
    ['sv', 'ons 18.3.2026 kl. 9.00–10.00'],
    ['en', 'Wed 18 Mar 2026, 9:00–10:00'],
  ] as const)('writes a range in %s', (language, text) => {
    expect(new DateText(language, 'Europe/Helsinki').range(from, to)).toBe(text);
  });

  it('names the zone where its clock is not that of Finland', () => {
    expect(new DateText('fi', 'Europe/Stockholm').range(from, to)).toBe('ke 18.3.2026 klo 8.00–9.00 (UTC+1)');
    expect(new DateText('fi', 'Europe/Kyiv').dateTime(from)).toBe('ke 18.3.2026 klo 9.00');
  });

  it('writes both days of a range over midnight', () => {
    const text = new DateText('fi', 'Europe/Helsinki').range('2026-03-18T21:00:00Z', '2026-03-18T23:00:00Z');
    expect(text).toBe('ke 18.3.2026 klo 23.00–to 19.3.2026 klo 1.00');
  });

  it('reads the day in its own zone', () => {
    expect(new DateText('fi', 'Europe/Helsinki').isoDay('2026-03-18T22:30:00Z')).toBe('2026-03-19');
    expect(new DateText('fi', 'Europe/Helsinki').time('2026-03-18T22:30:00Z')).toBe('0.30');
  });

  it('writes durations', () => {
    const fi = new DateText('fi', 'Europe/Helsinki');
    expect([20, 60, 100].map((minutes) => fi.duration(minutes))).toEqual(['20 min', '1 t', '1 t 40 min']);
    expect(new DateText('sv', 'Europe/Helsinki').duration(100)).toBe('1 h 40 min');
  });
});
