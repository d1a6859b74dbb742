import { demand } from './errors.js';
import { dayMs, mergeSpans, minuteMs, subtractSpans, type TimeSpan } from './time-span.js';
import { dayOf, daySpans, type Period, weekdayOf } from './wall-days.js';
import { offsetSpans, zonedTime } from './zone-offsets.js';

/** ISO weekday: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * Wall-clock window `[from, to)`, `HH:MM`. `24:00` ends it at midnight; a `to` before `from` lies on the next day.
 * Equal times are refused: the whole day is `00:00`–`24:00`.
 */
export interface WallHours {
  readonly from: string;
  readonly to: string;
}

/** A window of every week; it begins on that weekday. A day may have several, which may touch or overlap. */
export interface WeeklyHours extends WallHours {
  readonly weekday: Weekday;
}

/** Hours of one date (`YYYY-MM-DD`) in place of all windows that would begin on it; none = closed. */
export interface DateException {
  readonly date: string;
  readonly hours: readonly WallHours[];
}

/** Days away: the dates `[from, to)`, `YYYY-MM-DD`, from midnight to midnight. */
export interface Leave {
  readonly from: string;
  readonly to: string;
}

/**
 * When somebody takes meetings.
 *
 * Hours are what a wall clock in `timeZone` shows: a minute is inside exactly when the clock then shows a time inside a
 * window. Hence a skipped hour is never inside, and of a doubled hour both passes are.
 */
export interface AvailabilityRules {
  /** IANA name. */
  readonly timeZone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly exceptions?: readonly DateException[];
  /** Inside a leave nothing is open, whatever the rest says. */
  readonly leaves?: readonly Leave[];
  /** A meeting starts no sooner than this long from now. */
  readonly minimumNoticeMinutes: number;
  /** A meeting starts no later than this many times 24 hours from now; absent: no end. */
  readonly horizonDays?: number;
  /** Pause kept before and after a meeting; between two meetings the larger of the two neighbouring pauses is kept. */
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  /** Most meetings that start in one calendar week (from Monday) of the own zone; null or absent: no limit. */
  readonly weeklyCap?: number | null;
  /** The same for a calendar month. */
  readonly monthlyCap?: number | null;
}

/** Window in minutes from the midnight its day begins with; `to` passes 1440 when it lies on the next day. */
interface MinuteWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Checks rules before they are stored.
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError} naming the field, e.g. `weekly[2].from`
 */
export function assertRules(rules: AvailabilityRules): void {
  zonedTime(0, rules.timeZone);
  readHours(rules);
  for (const field of ['minimumNoticeMinutes', 'bufferBeforeMinutes', 'bufferAfterMinutes'] as const) {
    demand(Number.isSafeInteger(rules[field]) && rules[field] >= 0, field, 'must be a whole number of minutes, 0 or more');
  }
  for (const field of ['horizonDays', 'weeklyCap', 'monthlyCap'] as const) {
    demand(Number.isSafeInteger(rules[field] ?? 1) && (rules[field] ?? 1) > 0, field, 'must be a whole number, 1 or more');
  }
}

/**
 * The hours of the rules inside `[from, to)` as sorted spans that do not touch.
 *
 * No wall time is ever turned into an instant: the range is cut where the zone's offset changes, and inside one piece
 * wall time is instant + offset.
 */
export function openSpans(rules: AvailabilityRules, from: number, to: number): TimeSpan[] {
  const { weekly, exceptions, leaves } = readHours(rules);
  const spans: TimeSpan[] = [];
  for (const piece of offsetSpans(rules.timeZone, from, to)) {
    const lastDay = Math.floor((piece.end - 1 + piece.offset) / dayMs);
    // One day sooner: its windows may reach past midnight.
    for (let day = Math.floor((piece.start + piece.offset) / dayMs) - 1; day <= lastDay; day++) {
      for (const window of exceptions.get(day) ?? weekly[weekdayOf(day)]!) {
        const midnight = day * dayMs - piece.offset;
        const start = Math.max(piece.start, midnight + window.from * minuteMs);
        const end = Math.min(piece.end, midnight + window.to * minuteMs);
        if (start < end) spans.push({ start, end });
      }
    }
  }
  const away = leaves.flatMap((period) => daySpans(rules.timeZone, period, { start: from, end: to }));
  return subtractSpans(mergeSpans(spans), away);
}

interface Hours {
  /** By weekday; index 0 stays empty. */
  readonly weekly: readonly (readonly MinuteWindow[])[];
  /** By day, counted from 1970-01-01. */
  readonly exceptions: ReadonlyMap<number, readonly MinuteWindow[]>;
  readonly leaves: readonly Period[];
}

/** Rules do not change, and the same are asked for many times: those of a person, and those of all who have told none. */
const known = new WeakMap<AvailabilityRules, Hours>();

/** @throws {InvalidSchedulingInputError} */
function readHours(rules: AvailabilityRules): Hours {
  let hours = known.get(rules);
  if (!hours) {
    hours = { weekly: weeklyWindows(rules.weekly), exceptions: exceptionWindows(rules.exceptions ?? []), leaves: leavePeriods(rules.leaves ?? []) };
    known.set(rules, hours);
  }
  return hours;
}

function leavePeriods(leaves: readonly Leave[]): Period[] {
  return leaves.map((leave, index) => {
    const [from, to] = [dayOf(`leaves[${index}].from`, leave.from), dayOf(`leaves[${index}].to`, leave.to)];
    demand(from < to, `leaves[${index}].to`, 'must be after the beginning');
    return { from, to };
  });
}

function weeklyWindows(weekly: readonly WeeklyHours[]): MinuteWindow[][] {
  const days: MinuteWindow[][] = Array.from({ length: 8 }, () => []);
  weekly.forEach((hours, index) => {
    const { weekday } = hours;
    demand(Number.isInteger(weekday) && weekday >= 1 && weekday <= 7, `weekly[${index}].weekday`, 'must be 1 (Monday) to 7 (Sunday)');
    days[weekday]!.push(windowOf(hours, `weekly[${index}]`));
  });
  return days;
}

function exceptionWindows(exceptions: readonly DateException[]): Map<number, MinuteWindow[]> {
  const days = new Map<number, MinuteWindow[]>();
  exceptions.forEach(({ date, hours }, index) => {
    const field = `exceptions[${index}]`;
    const day = dayOf(`${field}.date`, date);
    demand(!days.has(day), `${field}.date`, 'is in the list twice');
    days.set(day, hours.map((one, position) => windowOf(one, `${field}.hours[${position}]`)));
  });
  return days;
}

function windowOf(hours: WallHours, field: string): MinuteWindow {
  const from = minutesOf(hours.from, `${field}.from`);
  const to = minutesOf(hours.to, `${field}.to`);
  demand(from < 1440, `${field}.from`, 'must be before 24:00');
  demand(from !== to, `${field}.to`, 'must differ from the beginning');
  return { from, to: to < from ? to + 1440 : to };
}

function minutesOf(time: string, field: string): number {
  demand(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time), field, 'must be a time from 00:00 to 24:00');
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
