import type { CalendarFeed, TimeRange } from '@app/contracts';
import { mergeSpans, type TimeSpan } from '@app/scheduling';
import type { CalendarFeedEntity } from './calendar.entity.js';

/** Free time, as it travels. */
export function presentFree(free: readonly TimeSpan[]): TimeRange[] {
  return free.map(({ start, end }) => ({ startsAt: new Date(start).toISOString(), endsAt: new Date(end).toISOString() }));
}

/** Busy time inside a range as one: what it is made of is nobody's business. */
export function presentBusy(busy: readonly TimeSpan[], range: TimeSpan): TimeRange[] {
  const inside = busy.map(({ start, end }) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }));
  return presentFree(mergeSpans(inside.filter(({ start, end }) => start < end)));
}

/** A subscribed calendar without its address, which opens the calendar to whoever has it. */
export function presentFeed(feed: CalendarFeedEntity): CalendarFeed {
  const { id, label, state, problem } = feed;
  return {
    id,
    label,
    host: new URL(feed.url).host,
    state,
    problem,
    lastSuccessAt: feed.lastSuccessAt?.toISOString() ?? null,
    lastAttemptAt: feed.lastAttemptAt?.toISOString() ?? null,
  };
}
