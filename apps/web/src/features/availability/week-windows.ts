import type { Availability } from '@app/contracts';

/** A window of the usual week on the wall clock; a `to` before `from` lies on the next day, `24:00` is its end. Empty texts while it is being typed. */
export type WeekWindow = Availability['weekly'][number];
export type Weekday = WeekWindow['weekday'];
/** The same on a given date. */
export type DayWindow = Omit<WeekWindow, 'weekday'>;

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];
/** What edges are moved by, in minutes. */
export const step = 15;
export const dayMinutes = 24 * 60;

/** Minutes from midnight of `09:30`; of `24:00` 1,440. */
export function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** `09:30`; `24:00` for the end of the day, the clock of the next day beyond it. */
export function timeAt(minute: number): string {
  const inDay = minute === dayMinutes ? minute : minute % dayMinutes;
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}

export function isComplete({ from, to }: DayWindow): boolean {
  return from !== '' && to !== '';
}

/** Where a window begins and ends, in minutes from the midnight that begins its day; the end may lie beyond 1,440. */
export function spanOf({ from, to }: DayWindow): { start: number; end: number } {
  const start = minuteOf(from);
  const end = minuteOf(to);
  return { start, end: end > start ? end : end + dayMinutes };
}

export function isPastMidnight(window: DayWindow): boolean {
  return isComplete(window) && spanOf(window).end > dayMinutes;
}

/** The window of a day from `start` to `end` minutes: at least one step, at most 24 hours, beginning on that day. */
export function windowAt(weekday: Weekday, start: number, end: number): WeekWindow {
  const from = Math.min(Math.max(start, 0), dayMinutes - step);
  const to = Math.min(Math.max(end, from + step), from + dayMinutes);
  return { weekday, from: timeAt(from), to: timeAt(to) };
}

/** Moved as it is, within its day. */
export function movedBy(window: WeekWindow, minutes: number, weekday: Weekday = window.weekday): WeekWindow {
  const { start, end } = spanOf(window);
  const at = Math.min(Math.max(start + minutes, 0), dayMinutes - step);
  return windowAt(weekday, at, at + end - start);
}

/** With another beginning; the end stays. */
export function startingAt(window: WeekWindow, minute: number): WeekWindow {
  const { end } = spanOf(window);
  const start = Math.min(Math.max(minute, end - dayMinutes, 0), end - step, dayMinutes - step);
  return windowAt(window.weekday, start, end);
}

/** With another end; the beginning stays. */
export function endingAt(window: WeekWindow, minute: number): WeekWindow {
  const { start } = spanOf(window);
  return windowAt(window.weekday, start, minute);
}

/** In the order of the week, those of one day that touch or overlap joined. */
export function tidy(windows: readonly WeekWindow[]): WeekWindow[] {
  const joined: WeekWindow[] = [];
  const ordered = [...windows].sort((one, other) => one.weekday - other.weekday || one.from.localeCompare(other.from) || spanOf(one).end - spanOf(other).end);
  for (const window of ordered) {
    const last = joined.at(-1);
    if (last?.weekday !== window.weekday || spanOf(last).end < spanOf(window).start) joined.push(window);
    else joined[joined.length - 1] = endingAt(last, Math.max(spanOf(last).end, spanOf(window).end));
  }
  return joined;
}

/** A time to begin with when one is added: the morning, or two hours after the last one of the day. */
export function nextWindow(weekday: Weekday, windows: readonly WeekWindow[]): WeekWindow {
  const ends = windows.filter((one) => one.weekday === weekday && isComplete(one)).map((one) => spanOf(one).end);
  if (ends.length === 0) return windowAt(weekday, 9 * 60, 12 * 60);
  const start = Math.min(Math.max(...ends) + 60, dayMinutes - 120);
  return windowAt(weekday, start, start + 120);
}

/** Minutes a week inside the windows; what lies in two of them counts once. */
export function minutesOf(windows: readonly WeekWindow[]): number {
  const spans = tidy(windows.filter(isComplete)).map((window) => {
    const { start, end } = spanOf(window);
    const midnight = (window.weekday - 1) * dayMinutes;
    return { start: midnight + start, end: midnight + end };
  });
  const last = Math.max(0, ...spans.map(({ end }) => end)) - 7 * dayMinutes;
  const sum = spans.reduce((counted, { start, end }) => ({ minutes: counted.minutes + Math.max(0, end - Math.max(start, counted.until)), until: Math.max(counted.until, end) }), { minutes: 0, until: 0 });
  const first = spans[0]?.start ?? 0;
  return sum.minutes - Math.max(0, last - first);
}
