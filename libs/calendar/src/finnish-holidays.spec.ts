import { describe, expect, it } from '@jest/globals';
import { finnishHolidays } from './finnish-holidays.js';

const datesOf = (year: number, name: string) => finnishHolidays(year).filter((one) => one.name.fi === name).map(({ date }) => date.toString());

describe('Finnish holidays', () => {
  it('are those of the almanac', () => {
    expect(finnishHolidays(2027).map(({ date, name }) => `${date.toString()} ${name.fi}`)).toEqual([
      '2027-01-01 Uudenvuodenpäivä',
      '2027-01-06 Loppiainen',
      '2027-03-26 Pitkäperjantai',
      '2027-03-28 Pääsiäispäivä',
      '2027-03-29 Toinen pääsiäispäivä',
      '2027-05-01 Vappu',
      '2027-05-06 Helatorstai',
      '2027-05-16 Helluntaipäivä',
      '2027-06-25 Juhannusaatto',
      '2027-06-26 Juhannuspäivä',
      '2027-11-06 Pyhäinpäivä',
      '2027-12-06 Itsenäisyyspäivä',
      '2027-12-24 Jouluaatto',
      '2027-12-25 Joulupäivä',
      '2027-12-26 Tapaninpäivä',
    ]);
  });

  it.each([
    [2020, 'Pyhäinpäivä', '2020-10-31'],
    [2025, 'Pyhäinpäivä', '2025-11-01'],
    [2026, 'Juhannuspäivä', '2026-06-20'],
    [2026, 'Pitkäperjantai', '2026-04-03'],
    [2026, 'Helatorstai', '2026-05-14'],
    [2038, 'Pääsiäispäivä', '2038-04-25'],
  ])('in %i, %s is on %s', (year, name, date) => {
    expect(datesOf(year, name)).toEqual([date]);
  });
});
