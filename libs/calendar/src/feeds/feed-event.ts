import { dayMs } from '@app/scheduling';
import ICAL from 'ical.js';
import { type FeedClock, type FeedClocks, utcClock } from './feed-clocks.js';

/** What a DTSTART, EXDATE and the like say. */
export interface FeedTime {
  /** What the clock shows, in epoch milliseconds as if it stood in UTC; of a date, its midnight. */
  readonly wall: number;
  readonly isDate: boolean;
  readonly clock: FeedClock;
  readonly instant: number;
}

/** A VEVENT as far as it matters here. */
export interface FeedEvent {
  readonly uid: string | null;
  readonly start: FeedTime;
  /** Of each occurrence, in milliseconds: of wall time for dates, else exact. */
  readonly length: number;
  readonly rules: readonly ICAL.Recur[];
  readonly added: readonly FeedTime[];
  readonly left: readonly FeedTime[];
  /** The occurrence of the series in whose place it stands. */
  readonly replaces: FeedTime | null;
  readonly blocks: boolean;
}

/** Reads an event; null for one without a beginning. */
export function readEvent(event: ICAL.Component, clocks: FeedClocks, email: string): FeedEvent | null {
  const times = (name: string) => event.getAllProperties(name).flatMap((property) => timesOf(property, clocks));
  const [start] = times('dtstart');
  if (!start) return null;
  return {
    uid: textOf(event, 'uid') || null,
    start,
    length: lengthOf(event, start, times('dtend')[0]),
    rules: event.getAllProperties('rrule').flatMap((property) => property.getValues() as ICAL.Recur[]),
    added: times('rdate'),
    left: times('exdate'),
    replaces: times('recurrence-id')[0] ?? null,
    blocks: blocks(event, email),
  };
}

/** Whether the owner cannot be elsewhere meanwhile. */
function blocks(event: ICAL.Component, email: string): boolean {
  const attendees = event.getAllProperties('attendee');
  const declined = attendees.some((attendee) => isSame(attendee, email) && String(attendee.getFirstParameter('partstat')).toUpperCase() === 'DECLINED');
  const is = (name: string, value: string) => textOf(event, name).toUpperCase() === value;
  return !declined && !is('status', 'CANCELLED') && !is('transp', 'TRANSPARENT') && !is('x-microsoft-cdo-busystatus', 'FREE');
}

function isSame(attendee: ICAL.Property, email: string): boolean {
  return String(attendee.getFirstValue()).toLowerCase() === `mailto:${email.toLowerCase()}`;
}

function lengthOf(event: ICAL.Component, start: FeedTime, end: FeedTime | undefined): number {
  if (end) return start.isDate ? end.wall - start.wall : end.instant - start.instant;
  const duration = event.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) return duration.toSeconds() * 1_000;
  return start.isDate ? dayMs : 0;
}

function timesOf(property: ICAL.Property, clocks: FeedClocks): FeedTime[] {
  const tzid = property.getFirstParameter('tzid');
  return property.getValues().flatMap((value) => {
    const time = value instanceof ICAL.Period ? value.start : value;
    if (!(time instanceof ICAL.Time)) return [];
    const inUtc = !time.isDate && time.zone === ICAL.Timezone.utcTimezone;
    const named = tzid && !time.isDate ? clocks.of(tzid) : clocks.owner;
    const clock = inUtc ? utcClock : named;
    const wall = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
    return [{ wall, isDate: time.isDate, clock, instant: clock(wall) }];
  });
}

function textOf(event: ICAL.Component, name: string): string {
  const value: unknown = event.getFirstPropertyValue(name);
  return typeof value === 'string' ? value.trim() : '';
}
