import { dayMs, mergeSpans, type TimeSpan } from '@app/scheduling';
import ICAL from 'ical.js';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { FeedClocks } from './feed-clocks.js';
import { type FeedEvent, type FeedTime, readEvent } from './feed-event.js';
import { FeedProblem } from './feed-problem.js';

/** Times one calendar may block, and times one rule may name between its first look and its last. */
const maxTimes = 20_000;
const telling =
  /^((BEGIN|END|UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS|TZID|TZOFFSETFROM|TZOFFSETTO)[;:]|ATTENDEE;.*DECLINED)/i;

/** How a calendar is read. */
export interface Reading {
  /** IANA zone of the owner. */
  readonly timeZone: string;
  /** Address under which the owner is invited. */
  readonly email: string;
  /** Host after the @ in the UIDs of our own meetings, which came there by our mails: they are busy time already, and only as long as they last here. */
  readonly ownHost: string;
  /** The stretch that matters, in epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/**
 * When the owner of an iCalendar file is busy: sorted spans that do not touch, each of them whole.
 * Works for as long as the rules in there want to; whoever reads a stranger's calendar puts a limit on it.
 * @throws {FeedProblem} `not_a_calendar`, `too_many_events`
 */
export function readBusyTimes(text: string, reading: Reading): TimeSpan[] {
  const calendars = parse(text);
  const all = (name: string) => calendars.flatMap((calendar) => parts(calendar, name));
  const clocks = new FeedClocks(reading.timeZone, all('vtimezone'));
  const events = all('vevent').flatMap((event) => readEvent(event, clocks, reading.email) ?? []);
  const replaced = replacedTimes(events);
  const busy: TimeSpan[] = [];
  for (const event of events) {
    if (!event.blocks || event.length <= 0 || event.uid?.endsWith(`@${reading.ownHost}`)) continue;
    const replacements = event.replaces || event.uid === null ? [] : (replaced.get(event.uid) ?? []);
    for (const span of occurrences(event, replacements, reading)) busy.push(span);
    if (busy.length > maxTimes) throw new FeedProblem('too_many_events');
  }
  return mergeSpans(busy);
}

/**
 * The lines that tell when, unfolded. What an event is about goes no further than here, and lines of no interest cannot
 * spoil a calendar by being malformed.
 */
function timeLines(text: string): string {
  const unfolded = text.replace(/^\uFEFF/, '').replaceAll(/\r?\n[ \t]/g, '');
  return unfolded.split(/\r?\n|\r/).filter((line) => telling.test(line)).join('\r\n');
}

function parse(text: string): ICAL.Component[] {
  let parsed: unknown[];
  try {
    parsed = ICAL.parse(timeLines(text)) as unknown[];
  } catch {
    throw new FeedProblem('not_a_calendar');
  }
  const roots = (typeof parsed[0] === 'string' ? [parsed] : parsed) as unknown[][];
  const calendars = roots.map((root) => new ICAL.Component(root)).filter(({ name }) => name === 'vcalendar');
  if (calendars.length === 0) throw new FeedProblem('not_a_calendar');
  return calendars;
}

/** Parts of a calendar, without a way back: each time would look for its zone among all the others. */
function parts({ jCal }: ICAL.Component, name: string): ICAL.Component[] {
  return (jCal[2] as unknown[][]).filter((part) => part[0] === name).map((part) => new ICAL.Component(part));
}

/** The occurrences of each series that have become events of their own. */
function replacedTimes(events: readonly FeedEvent[]): Map<string, FeedTime[]> {
  const replaced = new Map<string, FeedTime[]>();
  for (const { uid, replaces } of events) {
    if (uid === null || !replaces) continue;
    const others = replaced.get(uid);
    if (others) others.push(replaces);
    else replaced.set(uid, [replaces]);
  }
  return replaced;
}

/** The spans of an event that touch the reading. */
function occurrences(event: FeedEvent, replaced: readonly FeedTime[], { from, to }: Reading): TimeSpan[] {
  const { start, length } = event;
  const gone = [...event.left, ...replaced];
  const dates = new Set(gone.filter(({ isDate }) => isDate).map(({ wall }) => wall));
  const instants = new Set(gone.map(({ instant }) => instant));
  const walls = new Set([start.wall, ...event.rules.flatMap((rule) => wallsOf(rule, event, { from, to }))]);
  const times = [...[...walls].map((wall) => ({ wall, instant: start.clock(wall) })), ...event.added];
  return times
    .filter(({ wall, instant }) => !instants.has(instant) && !dates.has(Math.floor(wall / dayMs) * dayMs))
    .map(({ wall, instant }) => ({ start: instant, end: start.isDate ? start.clock(wall + length) : instant + length }))
    .filter((span) => span.start < to && span.end > from);
}

/** Wall times that a rule names around the reading: it is a clock's rule, and knows nothing of zones. */
function wallsOf(rule: ICAL.Recur, { start, length }: FeedEvent, { from, to }: Pick<Reading, 'from' | 'to'>): number[] {
  const last = lastOf(rule, start);
  const first = from - length - dayMs;
  if (last < first) return [];
  const text = rule.toString().replace(/;?\bUNTIL=[^;]*/, '');
  const beginning = new Date(start.wall).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  try {
    const found = new RRuleTemporal({ rruleString: `DTSTART:${beginning}\nRRULE:${text}`, temporal: Temporal, maxIterations: maxTimes });
    const between = found.between(new Date(first), new Date(Math.min(to, last) + dayMs), true);
    return between.map(({ epochMilliseconds }) => epochMilliseconds).filter((wall) => start.clock(wall) <= last);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Maximum iterations')) throw new FeedProblem('too_many_events');
    // A rule that makes no sense leaves the event itself.
    return [];
  }
}

/** The last instant at which an occurrence may begin. */
function lastOf({ until }: ICAL.Recur, { clock }: FeedTime): number {
  if (!until) return Infinity;
  const wall = Date.UTC(until.year, until.month - 1, until.day, until.hour, until.minute, until.second);
  if (until.isDate) return clock(wall + dayMs) - 1;
  return until.zone === ICAL.Timezone.utcTimezone ? wall : clock(wall);
}
