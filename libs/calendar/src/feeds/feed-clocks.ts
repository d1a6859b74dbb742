import { dayMs } from '@app/scheduling';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { findIana } from 'windows-iana';

/**
 * Turns wall time into instants, both in epoch milliseconds: wall time is told as if the clock stood in UTC.
 * Of a doubled hour it takes the first pass, a skipped time moves on by the length of the gap (RFC 5545, 3.3.5).
 */
export type FeedClock = (wall: number) => number;

export const utcClock: FeedClock = (wall) => wall;

/** The clocks that a calendar speaks of. */
export class FeedClocks {
  /** For dates, and times without a zone. */
  readonly owner: FeedClock;
  private readonly named = new Map<string, FeedClock>();
  private readonly definitions: ReadonlyMap<string, ICAL.Component>;

  /** @param timeZones the VTIMEZONE components of the calendar */
  constructor(ownersTimeZone: string, timeZones: readonly ICAL.Component[]) {
    this.owner = ianaClock(ownersTimeZone);
    this.definitions = new Map(timeZones.map((zone) => [String(zone.getFirstPropertyValue('tzid')), zone]));
  }

  /** The clock of a TZID: an IANA or Windows name, else what the calendar defines under it, else the owner's. */
  of(tzid: string): FeedClock {
    const known = this.named.get(tzid) ?? this.find(tzid);
    this.named.set(tzid, known);
    return known;
  }

  private find(tzid: string): FeedClock {
    const name = ianaName(tzid);
    const definition = this.definitions.get(tzid);
    if (name !== null) return ianaClock(name);
    return definition ? definedClock(definition) : this.owner;
  }
}

/** Some programs put the name behind a path of their own. */
function ianaName(tzid: string): string | null {
  const plain = tzid.replaceAll('"', '').trim();
  const candidates = [plain, plain.split('/').slice(-2).join('/'), ...findIana(plain)];
  return candidates.find((name) => /^[A-Za-z]/.test(name) && isKnown(name)) ?? null;
}

function isKnown(name: string): boolean {
  try {
    return Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name));
  } catch {
    return false;
  }
}

/** Asks the library once a day of the calendar, and for each time only around a change of the clock: it needs 0.1 ms. */
function ianaClock(timeZone: string): FeedClock {
  const steady = new Map<number, number | null>();
  const offsetAt = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6;
  const offsetOf = (day: number): number | null => {
    const before = offsetAt((day - 1) * dayMs);
    const offset = before === offsetAt((day + 2) * dayMs) ? before : null;
    steady.set(day, offset);
    return offset;
  };
  return (wall) => {
    const day = Math.floor(wall / dayMs);
    const offset = steady.has(day) ? steady.get(day)! : offsetOf(day);
    if (offset !== null) return wall - offset;
    const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime();
    return plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
  };
}

function definedClock(definition: ICAL.Component): FeedClock {
  const zone = new ICAL.Timezone(definition);
  return (wall) => {
    const at = new Date(wall);
    const time = ICAL.Time.fromData({
      year: at.getUTCFullYear(),
      month: at.getUTCMonth() + 1,
      day: at.getUTCDate(),
      hour: at.getUTCHours(),
      minute: at.getUTCMinutes(),
      second: at.getUTCSeconds(),
    });
    return wall - zone.utcOffset(time) * 1_000;
  };
}
