import { type AvailabilityRules, openSpans } from './availability-rules.js';
import { Bitmap } from './bitmap.js';
import { demand } from './errors.js';
import { minuteMs, type TimeSpan } from './time-span.js';

/** Resolution of the calendars; every offset of a zone in use is a multiple of it. */
export const tickMs = 5 * minuteMs;

/** Time taken, in epoch milliseconds. Buffers are those of the meeting itself; by default the person's own. */
export interface BusyTime extends TimeSpan {
  readonly bufferBeforeMinutes?: number;
  readonly bufferAfterMinutes?: number;
}

export interface SchedulingPerson {
  readonly id: string;
  readonly rules: AvailabilityRules;
  /** In any order, overlaps allowed; covers the range asked for and a buffer's length on both sides of it. */
  readonly busy: readonly BusyTime[];
}

/** The ticks a bitmap stands for: bit `i` is the tick that starts at `(firstTick + i) * tickMs`. */
export interface Frame {
  readonly firstTick: number;
  readonly ticks: number;
}

/** Why a meeting may not stand in somebody's calendar because of another one: they overlap, or the pause is too short. */
type Clash = 'busy' | 'buffer';

/** The whole ticks inside a range. */
export function frameOf({ start, end }: TimeSpan): Frame {
  const firstTick = Math.ceil(start / tickMs);
  return { firstTick, ticks: Math.max(0, Math.floor(end / tickMs) - firstTick) };
}

/** Ticks that lie wholly inside the person's hours. Depends on rules and frame only. */
export function buildHoursBitmap(rules: AvailabilityRules, frame: Frame): Bitmap {
  const { firstTick, ticks } = frame;
  const hours = new Bitmap(ticks);
  for (const { start, end } of openSpans(rules, firstTick * tickMs, (firstTick + ticks) * tickMs)) {
    hours.fill(Math.ceil(start / tickMs) - firstTick, Math.floor(end / tickMs) - firstTick);
  }
  return hours;
}

/**
 * Ticks the person could be in a meeting: inside the hours, and neither busy nor too close to something busy.
 * Depends on rules, busy times and frame only (not on the present), so it can be kept under their versions.
 */
export function buildPersonBitmap(person: SchedulingPerson, frame: Frame, hours = buildHoursBitmap(person.rules, frame)): Bitmap {
  const free = hours.copy();
  for (const busy of person.busy) {
    const { start, end } = blockedSpan(person.rules, busy);
    free.clear(Math.floor(start / tickMs) - frame.firstTick, Math.ceil(end / tickMs) - frame.firstTick);
  }
  return free;
}

/** The first instant a meeting may start at: after the present, and no sooner than the person's notice allows. */
export function earliestStart({ minimumNoticeMinutes }: AvailabilityRules, now: number): number {
  return Math.max(now + 1, now + minimumNoticeMinutes * minuteMs);
}

/** Whether the meeting lies inside the person's hours from beginning to end. */
export function withinHours(rules: AvailabilityRules, { start, end }: TimeSpan): boolean {
  const [first] = openSpans(rules, start, end);
  return first !== undefined && first.start === start && first.end === end;
}

/** The worst clash of a meeting with the person's busy times, or null. */
export function clashOf({ rules, busy }: SchedulingPerson, meeting: TimeSpan): Clash | null {
  const near = busy.filter((one) => overlap(blockedSpan(rules, one), meeting));
  if (near.length === 0) return null;
  return near.some((one) => overlap(one, meeting)) ? 'busy' : 'buffer';
}

/** Busy time widened to what no meeting of the person may touch: on each side the larger of the neighbours' buffers. */
function blockedSpan(rules: AvailabilityRules, busy: BusyTime): TimeSpan {
  demand(busy.start < busy.end, 'busy', 'must end after it starts');
  const before = Math.max(rules.bufferAfterMinutes, busy.bufferBeforeMinutes ?? rules.bufferBeforeMinutes);
  const after = Math.max(rules.bufferBeforeMinutes, busy.bufferAfterMinutes ?? rules.bufferAfterMinutes);
  return { start: busy.start - before * minuteMs, end: busy.end + after * minuteMs };
}

function overlap(a: TimeSpan, b: TimeSpan): boolean {
  return a.start < b.end && b.start < a.end;
}
