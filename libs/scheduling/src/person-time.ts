import { type AvailabilityRules, openSpans } from './availability-rules.js';
import { Bitmap } from './bitmap.js';
import { demand } from './errors.js';
import { MeetingDays } from './meeting-days.js';
import { dayMs, minuteMs, overlap, type TimeSpan } from './time-span.js';
import { offsetSpans } from './zone-offsets.js';

/** Resolution of the calendars; every offset of a zone in use is a multiple of it. */
export const tickMs = 5 * minuteMs;
/** Nine words of a bitmap: days of one frame lie in another without shifting a bit. */
export const dayTicks = dayMs / tickMs;

/** Time taken, in epoch milliseconds. Buffers are those of the meeting itself; by default the person's own. */
export interface BusyTime extends TimeSpan {
  readonly bufferBeforeMinutes?: number;
  readonly bufferAfterMinutes?: number;
  /**
   * A meeting booked or held, which counts towards the caps and the load of a day: once, however many times are held
   * for it. Absent for busy time that is no meeting of ours.
   */
  readonly meetingId?: string;
}

export interface SchedulingPerson {
  readonly id: string;
  readonly rules: AvailabilityRules;
  /**
   * In any order, overlaps allowed; covers the range asked for and a buffer's length on both sides of it, and for the
   * caps every week and month that the range touches.
   */
  readonly busy: readonly BusyTime[];
}

/** Whole days of UTC, counted from 1970-01-01: bit `i` of a bitmap is the tick that starts at `firstDay * dayMs + i * tickMs`. */
export interface Frame {
  readonly firstDay: number;
  readonly days: number;
}

/** Why a meeting may not stand in somebody's calendar because of another one: they overlap, or the pause is too short. */
type Clash = 'busy' | 'buffer';

/** The least frame that holds a range. */
export function frameOf({ start, end }: TimeSpan): Frame {
  const firstDay = Math.floor(start / dayMs);
  return { firstDay, days: Math.ceil(end / dayMs) - firstDay };
}

export function frameSpan({ firstDay, days }: Frame): TimeSpan {
  return { start: firstDay * dayMs, end: (firstDay + days) * dayMs };
}

/** Where a frame lies in a wider one, in ticks. */
export function ticksInto(inner: Frame, outer: Frame): number {
  const into = inner.firstDay - outer.firstDay;
  demand(into >= 0 && into + inner.days <= outer.days, 'people', 'are known for less than the range');
  return into * dayTicks;
}

/**
 * A person's time in a frame, built from rules and busy times. The present has no part in it, so it can be kept for as
 * long as those stay as they are.
 */
export class PersonTime {
  readonly id: string;
  readonly rules: AvailabilityRules;
  /** Ticks inside the hours. */
  readonly hours: Bitmap;
  /** Ticks the person could be in a meeting: inside the hours, and neither busy nor too close to something busy. */
  readonly free: Bitmap;
  /** Ticks at which no meeting more may start, for the week or the month has enough; null where there are none. */
  private readonly full: Bitmap | null;
  /** How many meetings start on a day of the own zone, from the day before the frame on. */
  private readonly loads: Uint8Array;
  private readonly offsets: ReturnType<typeof offsetSpans>;
  private readonly starts = new Map<number, Bitmap>();

  /**
   * @throws {InvalidTimeZoneError}
   * @throws {InvalidSchedulingInputError}
   */
  constructor(
    person: SchedulingPerson,
    readonly frame: Frame,
  ) {
    this.id = person.id;
    this.rules = person.rules;
    this.hours = new Bitmap(frame.days * dayTicks);
    const first = frame.firstDay * dayTicks;
    for (const { start, end } of openSpans(person.rules, frameSpan(frame).start, frameSpan(frame).end)) {
      this.hours.fill(Math.ceil(start / tickMs) - first, Math.floor(end / tickMs) - first);
    }
    this.free = this.hours.copy();
    for (const busy of person.busy) {
      const { start, end } = blockedSpan(person.rules, busy);
      this.free.clear(Math.floor(start / tickMs) - first, Math.ceil(end / tickMs) - first);
    }
    const meetings = new MeetingDays(person);
    this.loads = Uint8Array.from({ length: frame.days + 2 }, (_, index) => meetings.on(frame.firstDay - 1 + index));
    this.offsets = offsetSpans(person.rules.timeZone, frameSpan(frame).start, frameSpan(frame).end);
    this.full = this.fullTicks(meetings);
  }

  /** Starts of meetings of that many ticks, as far as the present does not matter. Not to be changed. */
  startsOf(duration: number): Bitmap {
    const known = this.starts.get(duration);
    if (known) return known;
    const starts = this.free.copy().erode(duration);
    if (this.full) starts.andNot(this.full);
    this.starts.set(duration, starts);
    return starts;
  }

  /** How many meetings start on the day (of the own zone) of an instant of the frame. */
  loadAt(instant: number): number {
    let index = 0;
    while (instant >= this.offsets[index]!.end) index += 1;
    return this.loads[Math.floor((instant + this.offsets[index]!.offset) / dayMs) - this.frame.firstDay + 1]!;
  }

  private fullTicks(meetings: MeetingDays): Bitmap | null {
    const spans = meetings.fullSpans(frameSpan(this.frame));
    if (spans.length === 0) return null;
    const first = this.frame.firstDay * dayTicks;
    const full = new Bitmap(this.hours.length);
    for (const { start, end } of spans) full.fill(Math.ceil(start / tickMs) - first, Math.ceil(end / tickMs) - first);
    return full;
  }
}

/** The first instant a meeting may start at: after the present, and no sooner than the person's notice allows. */
export function earliestStart({ minimumNoticeMinutes }: AvailabilityRules, now: number): number {
  return Math.max(now + 1, now + minimumNoticeMinutes * minuteMs);
}

/** The last instant a meeting may start at. */
export function latestStart({ horizonDays }: AvailabilityRules, now: number): number {
  return horizonDays === undefined ? Number.POSITIVE_INFINITY : now + horizonDays * dayMs;
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
