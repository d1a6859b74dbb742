import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dateOf, dayOf, monthOf, startOfDay, weekdayOf, weekOf } from './wall-days.js';

const days = fc.integer({ min: -200_000, max: 2_900_000 });

it('counts days, weeks and months as the calendar does', () => {
  fc.assert(
    fc.property(days, (day) => {
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
      expect([dateOf(day), dayOf('day', date.toString()), weekdayOf(day)]).toEqual([date.toString(), day, date.dayOfWeek]);
      const monday = date.subtract({ days: date.dayOfWeek - 1 });
      expect([dateOf(weekOf(day).from), dateOf(weekOf(day).to)]).toEqual([monday.toString(), monday.add({ days: 7 }).toString()]);
      const first = date.with({ day: 1 });
      expect([dateOf(monthOf(day).from), dateOf(monthOf(day).to)]).toEqual([first.toString(), first.add({ months: 1 }).toString()]);
    }),
    { numRuns: 500 },
  );
});

it.each(['Europe/Helsinki', 'Africa/Cairo', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Kiritimati'])('begins the days of %s where Temporal does', (zone) => {
  for (let day = dayOf('day', '2016-01-01'); day < dayOf('day', '2029-01-01'); day += 1) {
    const start = Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(zone).epochMilliseconds;
    if (startOfDay(zone, day) !== start) throw new Error(`${zone} ${dateOf(day)}`);
  }
});

it.each(['2027-02-29', '2027-00-10', '2027-13-01', '2027-04-31', '27-04-30', '2027-4-30'])('refuses %s', (date) => {
  expect(() => dayOf('leaves[0].from', date)).toThrow(expect.objectContaining({ name: 'InvalidSchedulingInputError', field: 'leaves[0].from' }));
});
