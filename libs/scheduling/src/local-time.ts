import { Temporal } from 'temporal-polyfill';
import { demand, InvalidSchedulingInputError } from './errors.js';
import type { TimeSpan } from './time-span.js';
import { dayOf, startOfDay } from './wall-days.js';
import { zonedTime } from './zone-offsets.js';

/** An instant (epoch milliseconds) with what a wall clock of the zone shows then, e.g. `2027-03-28T04:30`, `+03:00`. */
export interface LocalInstant {
  readonly instant: number;
  readonly local: string;
  readonly offset: string;
}

/** What a wall-clock time stands for. */
export type LocalResolution =
  | { readonly kind: 'ok'; readonly instant: number; readonly offset: string }
  /** The clock skips it: the same time moved back and moved on by the length of the gap. */
  | { readonly kind: 'nonexistent'; readonly before: LocalInstant; readonly after: LocalInstant }
  /** The clock shows it twice: the earlier and the later instant. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly [LocalInstant, LocalInstant] }
  /** The time exists, but never with the offset that was given. */
  | { readonly kind: 'offset_mismatch'; readonly candidates: readonly LocalInstant[] };

/**
 * The instant of a wall-clock time in a zone. Nothing is guessed: a skipped time and a doubled time without an offset
 * are told apart and left to the caller.
 * @param local `YYYY-MM-DDTHH:MM`
 * @param timeZone IANA name
 * @param offset `±HH:MM`, chooses between the two instants of a doubled time
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError} `local` is no minute of the calendar
 */
export function resolveLocal(local: string, timeZone: string, offset?: string): LocalResolution {
  demand(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local), 'local', 'must look like 2027-03-28T09:00');
  const wall = calendarOf('local', () => Temporal.PlainDateTime.from(local, { overflow: 'reject' }));
  const { timeZoneId } = zonedTime(0, timeZone);
  const earlier = wall.toZonedDateTime(timeZoneId, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(timeZoneId, { disambiguation: 'later' });
  if (!earlier.toPlainDateTime().equals(wall)) {
    return { kind: 'nonexistent', before: describe(earlier), after: describe(later) };
  }
  const doubled = !earlier.equals(later);
  if (offset === undefined && doubled) return { kind: 'ambiguous', candidates: [describe(earlier), describe(later)] };
  const chosen = [earlier, later].find((time) => offset === undefined || time.offset === offset);
  if (!chosen) return { kind: 'offset_mismatch', candidates: (doubled ? [earlier, later] : [earlier]).map(describe) };
  return { kind: 'ok', instant: chosen.epochMilliseconds, offset: chosen.offset };
}

/**
 * The instants from the beginning of one date to the beginning of another, later one. A date begins at its first
 * instant, which is 01:00 where the clock skips midnight.
 * @param from first date, `YYYY-MM-DD`
 * @param to date after the last one
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function dateRange(from: string, to: string, timeZone: string): TimeSpan {
  const [first, after] = [dayOf('range.from', from), dayOf('range.to', to)];
  demand(first < after, 'range.to', 'must be after range.from');
  return { start: startOfDay(timeZone, first), end: startOfDay(timeZone, after) };
}

function calendarOf<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new InvalidSchedulingInputError(field, 'is not in the calendar', { cause });
  }
}

function describe(time: Temporal.ZonedDateTime): LocalInstant {
  const local = time.toPlainDateTime().toString({ smallestUnit: 'minute' });
  return { instant: time.epochMilliseconds, local, offset: time.offset };
}
