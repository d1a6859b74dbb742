import { DomainError } from '@app/kernel';
import { InvalidSchedulingInputError, type LocalInstant, type LocalResolution, resolveLocal } from '@app/scheduling';
import { Temporal } from 'temporal-polyfill';

/** Wall-clock time in a zone; `offset` chooses between the two instants of a doubled hour. */
export interface LocalStart {
  readonly local: string;
  readonly timeZone: string;
  readonly offset?: string | undefined;
}

/**
 * The instant of a wall-clock time.
 * @param field what errors name it by
 * @throws {DomainError} `request.invalid` for a day that is not in the calendar or an offset that never holds then,
 *   `time.nonexistent` with the `nearest` time after the gap, `time.ambiguous` with both as `candidates`
 */
export function resolveStart({ local, timeZone, offset }: LocalStart, field = 'start'): Date {
  const path = `${field}.local`;
  const found = resolve(local, timeZone, offset, path);
  switch (found.kind) {
    case 'ok':
      return new Date(found.instant);
    case 'nonexistent':
      throw new DomainError('time.nonexistent', {
        fields: [{ path, message: 'does not exist on that day' }],
        nearest: { local: found.after.local, ...describe(found.after) },
      });
    case 'ambiguous':
      throw new DomainError('time.ambiguous', {
        fields: [{ path, message: 'occurs twice on that day; give the offset' }],
        candidates: found.candidates.map(describe),
      });
    case 'offset_mismatch':
      throw new DomainError('request.invalid', { fields: [{ path: `${field}.offset`, message: 'does not hold in the zone at that time' }] });
  }
}

/** The first instant of a date (`YYYY-MM-DD`) in a zone. */
export function startOfDay(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds);
}

/** The last moment at which a meeting may begin: farther ahead no calendar is planned yet. */
function bookableUntil(now: Date): Date {
  return new Date(Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC').add({ years: 2 }).epochMilliseconds);
}

/** Refuses times that are over and times so far ahead that no calendar is planned yet. */
export function assertAhead(startsAt: Date, now: Date, field = 'start'): void {
  const path = `${field}.local`;
  if (startsAt <= now) throw new DomainError('time.past', { fields: [{ path, message: 'is in the past' }] });
  if (startsAt > bookableUntil(now)) {
    throw new DomainError('request.invalid', { fields: [{ path, message: 'is more than two years ahead' }] });
  }
}

function resolve(local: string, timeZone: string, offset: string | undefined, path: string): LocalResolution {
  try {
    return resolveLocal(local, timeZone, offset);
  } catch (cause) {
    if (!(cause instanceof InvalidSchedulingInputError)) throw cause;
    throw new DomainError('request.invalid', { fields: [{ path, message: 'is not a day of the calendar' }] }, { cause });
  }
}

function describe({ instant, offset }: LocalInstant): { startsAt: string; offset: string } {
  return { startsAt: new Date(instant).toISOString(), offset };
}
