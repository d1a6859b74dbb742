import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { dateRange, InvalidSchedulingInputError, InvalidTimeZoneError, resolveLocal } from './index.js';

const helsinki = 'Europe/Helsinki';
const at = (text: string) => Date.parse(text);

describe('resolveLocal', () => {
  it('gives the instant of an ordinary time', () => {
    expect(resolveLocal('2027-03-18T09:00', helsinki)).toEqual({ kind: 'ok', instant: at('2027-03-18T07:00Z'), offset: '+02:00' });
    expect(resolveLocal('2027-03-18T09:00', 'Asia/Kathmandu')).toEqual({ kind: 'ok', instant: at('2027-03-18T03:15Z'), offset: '+05:45' });
  });

  it('says that 03:30 does not exist on the spring day, and what lies on both sides', () => {
    const nonexistent = {
      kind: 'nonexistent',
      before: { instant: at('2027-03-28T00:30Z'), local: '2027-03-28T02:30', offset: '+02:00' },
      after: { instant: at('2027-03-28T01:30Z'), local: '2027-03-28T04:30', offset: '+03:00' },
    };
    expect(resolveLocal('2027-03-28T03:30', helsinki)).toEqual(nonexistent);
    expect(resolveLocal('2027-03-28T03:30', helsinki, '+02:00')).toEqual(nonexistent);
  });

  it('knows the edges of the gap', () => {
    expect(resolveLocal('2027-03-28T02:59', helsinki)).toMatchObject({ kind: 'ok', offset: '+02:00' });
    expect(resolveLocal('2027-03-28T03:00', helsinki)).toMatchObject({ kind: 'nonexistent' });
    expect(resolveLocal('2027-03-28T04:00', helsinki)).toMatchObject({ kind: 'ok', offset: '+03:00' });
  });

  it('asks for the offset when 03:30 comes twice, and takes it', () => {
    const first = { instant: at('2027-10-31T00:30Z'), local: '2027-10-31T03:30', offset: '+03:00' };
    const second = { instant: at('2027-10-31T01:30Z'), local: '2027-10-31T03:30', offset: '+02:00' };
    expect(resolveLocal('2027-10-31T03:30', helsinki)).toEqual({ kind: 'ambiguous', candidates: [first, second] });
    expect(resolveLocal('2027-10-31T03:30', helsinki, '+03:00')).toEqual({ kind: 'ok', instant: first.instant, offset: '+03:00' });
    expect(resolveLocal('2027-10-31T03:30', helsinki, '+02:00')).toEqual({ kind: 'ok', instant: second.instant, offset: '+02:00' });
    expect(resolveLocal('2027-10-31T03:30', helsinki, '+01:00')).toEqual({ kind: 'offset_mismatch', candidates: [first, second] });
  });

  it('refuses an offset that does not hold on an ordinary day', () => {
    expect(resolveLocal('2027-03-18T09:00', helsinki, '+03:00')).toMatchObject({ kind: 'offset_mismatch', candidates: [{ offset: '+02:00' }] });
  });

  it.each(['Mars/Olympus', '', '+02:00', 'Z', 'Europe/Helsinki '])('refuses the zone %j', (timeZone) => {
    expect(() => resolveLocal('2027-03-18T09:00', timeZone)).toThrow(InvalidTimeZoneError);
  });

  it.each(['2027-02-29T09:00', '2027-03-18T24:00', '2027-03-18T09:00:00', '2027-03-18T09:00Z', '2027-03-18', ''])('refuses the time %j', (local) => {
    expect(() => resolveLocal(local, helsinki)).toThrow(InvalidSchedulingInputError);
  });
});

describe('dateRange', () => {
  it('makes days of 23 and 25 hours', () => {
    expect(dateRange('2027-03-28', '2027-03-29', helsinki)).toEqual({ start: at('2027-03-27T22:00Z'), end: at('2027-03-28T21:00Z') });
    expect(dateRange('2027-10-31', '2027-11-01', helsinki)).toEqual({ start: at('2027-10-30T21:00Z'), end: at('2027-10-31T22:00Z') });
  });

  it('begins a day without midnight at its first instant', () => {
    expect(dateRange('2027-04-30', '2027-05-01', 'Africa/Cairo').start).toBe(at('2027-04-29T22:00Z'));
  });

  it('refuses an end that is not after the beginning', () => {
    expect(() => dateRange('2027-03-28', '2027-03-28', helsinki)).toThrow(InvalidSchedulingInputError);
  });
});

it('uses nothing that depends on the zone of the server', () => {
  const folder = new URL('.', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  expect(sources).toContain('find-slots.ts');
  for (const name of sources) {
    expect([name, readFileSync(new URL(name, folder), 'utf8').match(/\b(Date|Intl|process|Temporal\.Now)\b/)]).toEqual([name, null]);
  }
});
