import { Temporal } from 'temporal-polyfill';

export interface PlannedReminder {
  /** The offset it stands for, e.g. `-P1D`. */
  readonly occasion: string;
  readonly dueAt: Date;
}

/**
 * When one person is reminded. Days before keep the wall-clock time of the person's own zone across changes of
 * summer time; hours and minutes are exact. Offsets already passed are left out.
 * @param offsets ISO 8601 durations before the start, e.g. `-P7D`, `-PT15M`
 * @param timeZone IANA zone of the receiver
 */
export function planReminders(startsAt: Date, timeZone: string, offsets: readonly string[], now: Date): PlannedReminder[] {
  const start = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(timeZone);
  return offsets
    .map((occasion) => ({ occasion, dueAt: new Date(start.add(Temporal.Duration.from(occasion)).epochMilliseconds) }))
    .filter(({ dueAt }) => dueAt > now);
}
