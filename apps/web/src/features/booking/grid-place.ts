import type { TimeRange } from '@app/contracts';
import type { DateText } from '../../i18n/date-text.js';
import { type HourWindow, minutesInto } from './hours.js';

/** Where a stretch of time lies in the columns of a day, in shares of its width; null outside the window. */
export function placeIn(dates: DateText, window: HourWindow, range: TimeRange, day: string): { left: string; width: string } | null {
  const whole = (window.to - window.from) * 60;
  const from = Math.max(0, minutesInto(dates, day, range.startsAt) - window.from * 60);
  const to = Math.min(whole, minutesInto(dates, day, range.endsAt) - window.from * 60);
  return to <= from ? null : { left: `${(from / whole) * 100}%`, width: `${((to - from) / whole) * 100}%` };
}

/** Overlapping times joined, so that an outline shows where something fits. */
export function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const found: TimeRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.startsAt.localeCompare(other.startsAt))) {
    const last = found.at(-1);
    if (last && range.startsAt < last.endsAt) last.endsAt = range.endsAt > last.endsAt ? range.endsAt : last.endsAt;
    else found.push({ ...range });
  }
  return found;
}
