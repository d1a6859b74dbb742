import { demand } from './errors.js';
import { dayMs, type TimeSpan } from './time-span.js';
import { offsetAt, offsetSpans } from './zone-offsets.js';

/*
 * Days of the calendar are counted from 1970-01-01, a Thursday; weeks begin on Monday. Which day it is, a wall clock
 * tells: where the clock goes back over midnight, a day comes in two pieces.
 */

/**
 * The number of a date.
 * @param date `YYYY-MM-DD`
 * @throws {InvalidSchedulingInputError} naming `field`
 */
export function dayOf(field: string, date: string): number {
  demand(/^\d{4}-\d\d-\d\d$/.test(date), field, 'must look like 2027-03-28');
  const [year, month, dayOfMonth] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8))];
  const day = dayNumber(year, month, dayOfMonth);
  const found = civil(day);
  demand(found.year === year && found.month === month && found.dayOfMonth === dayOfMonth, field, 'is not in the calendar');
  return day;
}

/** The date (`YYYY-MM-DD`) of a day. */
export function dateOf(day: number): string {
  const { year, month, dayOfMonth } = civil(day);
  return [String(year).padStart(4, '0'), ...[month, dayOfMonth].map((part) => String(part).padStart(2, '0'))].join('-');
}

/** The day a wall clock shows. */
export function wallDay(timeZone: string, instant: number): number {
  return Math.floor((instant + offsetAt(timeZone, instant)) / dayMs);
}

/** ISO weekday: Monday is 1. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7 + 1;
}

/** A calendar week or month, as the days `[from, to)`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export function weekOf(day: number): Period {
  const from = day + 1 - weekdayOf(day);
  return { from, to: from + 7 };
}

export function monthOf(day: number): Period {
  const { year, month } = civil(day);
  return { from: dayNumber(year, month, 1), to: dayNumber(year, month + 1, 1) };
}

/** The first instant of a day, which is 01:00 where the clock skips midnight. */
export function startOfDay(timeZone: string, day: number): number {
  const midnight = day * dayMs;
  // No clock is a whole day away from UTC.
  for (const { start, end, offset } of offsetSpans(timeZone, midnight - dayMs, midnight + dayMs)) {
    const first = Math.max(start, midnight - offset);
    if (first < end) return first;
  }
  return midnight + dayMs;
}

/** The instants of a range at which a wall clock shows one of the days `[from, to)`. */
export function daySpans(timeZone: string, { from, to }: Period, range: TimeSpan): TimeSpan[] {
  return offsetSpans(timeZone, range.start, range.end).flatMap(({ start, end, offset }) => {
    const span = { start: Math.max(start, from * dayMs - offset), end: Math.min(end, to * dayMs - offset) };
    return span.start < span.end ? [span] : [];
  });
}

/** Days of 400 years of the calendar, which then repeats itself, and of the time from 1 March 0000 to 1970-01-01. */
const cycleDays = 146_097;
const daysBefore1970 = 719_468;

/** A year counted from 1 March ends with the day that only leap years have; months from March on have 30.6 days on average. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const years = month > 2 ? year : year - 1;
  const months = month > 2 ? month - 3 : month + 9;
  return 365 * years + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + Math.floor((153 * months + 2) / 5) + dayOfMonth - 1 - daysBefore1970;
}

function civil(day: number): { year: number; month: number; dayOfMonth: number } {
  const days = day + daysBefore1970;
  const cycle = Math.floor(days / cycleDays);
  const inCycle = days - cycle * cycleDays;
  const years = Math.floor((inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) / 365);
  const inYear = inCycle - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const months = Math.floor((5 * inYear + 2) / 153);
  const month = months < 10 ? months + 3 : months - 9;
  return { year: cycle * 400 + years + (month > 2 ? 0 : 1), month, dayOfMonth: inYear - Math.floor((153 * months + 2) / 5) + 1 };
}
