import type { TimeRange } from '@app/contracts';
import type { DateText } from '../../i18n/date-text.js';
import { minutesInto } from '../booking/hours.js';
import { addDays } from '../calendar/days.js';
import { type Rules, upcoming } from './rules.js';
import { spanOf } from './week-windows.js';

type DaysAway = Pick<Rules, 'leaves' | 'exceptions'>;

/** Day after the last leave or changed date that is not over; null without any. */
export function lastDayAway({ leaves, exceptions }: DaysAway, today: string): string | null {
  const ends = [...upcoming(leaves, today).map(({ one }) => one.to), ...upcoming(exceptions, today).map(({ one }) => addDays(one.date, 1))];
  return ends.sort().at(-1) ?? null;
}

/** Whether a meeting falls on leave, or on a changed date outside its hours. `dates` tells the days of the owner's zone. */
export function takesAway({ leaves, exceptions }: DaysAway, dates: DateText, { startsAt, endsAt }: TimeRange): boolean {
  const day = dates.isoDay(startsAt);
  const lastDay = dates.isoDay(new Date(Date.parse(endsAt) - 1));
  if (leaves.some(({ from, to }) => from <= lastDay && day < to)) return true;
  const changed = exceptions.find(({ date }) => date === day);
  if (changed === undefined) return false;
  const starts = minutesInto(dates, day, startsAt);
  const ends = minutesInto(dates, day, endsAt);
  return !changed.hours.some((window) => spanOf(window).start <= starts && ends <= spanOf(window).end);
}
