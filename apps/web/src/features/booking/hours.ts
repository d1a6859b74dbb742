import type { TimeRange } from '@app/contracts';
import type { DateText } from '../../i18n/date-text.js';
import { isWeekend } from '../calendar/days.js';

/** Which times are shown: those of the working week, or early and late ones and the weekend too. */
export type HourChoice = 'office' | 'all';

/** Whole hours of a day in the reader's zone, `to` being the first one not shown. */
export interface HourWindow {
  from: number;
  to: number;
  /** Nothing on a Saturday or Sunday. */
  workdays?: true;
}

const officeHours: HourWindow = { from: 8, to: 16, workdays: true };
const wideHours: HourWindow = { from: 6, to: 22 };

const dayMinutes = 24 * 60;

/** Minutes from the midnight that begins `day` to an instant; 0 before the day, 1440 after it. */
export function minutesInto(dates: DateText, day: string, at: string): number {
  const on = dates.isoDay(at);
  if (on !== day) return on < day ? 0 : dayMinutes;
  const [hour = 0, minute = 0] = dates.hourMinute(at).split(':').map(Number);
  return hour * 60 + minute;
}

/** Whether a time lies wholly inside the window of its day. */
export function isInside(dates: DateText, { from, to, workdays }: HourWindow, { startsAt, endsAt }: TimeRange): boolean {
  const day = dates.isoDay(startsAt);
  if (workdays && isWeekend(day)) return false;
  return minutesInto(dates, day, startsAt) >= from * 60 && minutesInto(dates, day, endsAt) <= to * 60;
}

/** The window of a choice; the wide one reaches further where a time fits outside it. */
export function windowOf(dates: DateText, choice: HourChoice, slots: readonly TimeRange[]): HourWindow {
  if (choice === 'office') return officeHours;
  return slots.reduce((window, { startsAt, endsAt }) => {
    const day = dates.isoDay(startsAt);
    return {
      from: Math.min(window.from, Math.floor(minutesInto(dates, day, startsAt) / 60)),
      to: Math.max(window.to, Math.ceil(minutesInto(dates, day, endsAt) / 60)),
    };
  }, wideHours);
}
