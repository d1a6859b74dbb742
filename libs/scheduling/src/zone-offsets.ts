import { Temporal } from 'temporal-polyfill';
import { InvalidTimeZoneError } from './errors.js';
import { dayMs, type TimeSpan } from './time-span.js';

/** A span during which the zone keeps one offset: wall-clock time = instant + `offset` (milliseconds). */
interface OffsetSpan extends TimeSpan {
  readonly offset: number;
}

/** How far beyond the asked range offsets are looked up, so that the next query finds them. */
const reserveMs = 400 * dayMs;

/**
 * One entry per zone. Zone conversions of the library cost about 0.1 ms each, so offsets are read once per change of
 * the zone's clock instead of once per rule.
 */
const known = new Map<string, readonly OffsetSpan[]>();
/** More than there are zones: names may differ in case, by accident or by malice. */
const capacity = 1_000;

/**
 * The offsets of a zone during `[from, to)`, in order, cut to the range and without gaps.
 * @throws {InvalidTimeZoneError}
 */
export function offsetSpans(timeZone: string, from: number, to: number): OffsetSpan[] {
  return spansAround(timeZone, from, to)
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end, offset }) => ({ start: Math.max(start, from), end: Math.min(end, to), offset }));
}

/**
 * The offset of a zone at an instant, in milliseconds (east positive).
 * @throws {InvalidTimeZoneError}
 */
export function offsetAt(timeZone: string, instant: number): number {
  const spans = spansAround(timeZone, instant, instant + 1);
  let index = 0;
  while (instant >= spans[index]!.end) index += 1;
  return spans[index]!.offset;
}

/**
 * @throws {InvalidTimeZoneError}
 */
export function zonedTime(instant: number, timeZone: string): Temporal.ZonedDateTime {
  if (!/^[a-z]/i.test(timeZone)) throw new InvalidTimeZoneError(timeZone);
  const utc = Temporal.Instant.fromEpochMilliseconds(instant);
  try {
    return utc.toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new InvalidTimeZoneError(timeZone, { cause });
  }
}

/** The spans known of the zone; they cover at least `[from, to)`. */
function spansAround(timeZone: string, from: number, to: number): readonly OffsetSpan[] {
  const spans = known.get(timeZone);
  if (spans && from >= spans[0]!.start && to <= spans.at(-1)!.end) return spans;
  const read = readSpans(timeZone, from - reserveMs, to + reserveMs);
  if (known.size === capacity) known.clear();
  known.set(timeZone, read);
  return read;
}

function readSpans(timeZone: string, from: number, to: number): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let clock = zonedTime(from, timeZone);
  for (let start = from; start < to; ) {
    const next = clock.getTimeZoneTransition('next');
    const end = Math.min(next?.epochMilliseconds ?? to, to);
    spans.push({ start, end, offset: clock.offsetNanoseconds / 1e6 });
    start = end;
    clock = next ?? clock;
  }
  return spans;
}
