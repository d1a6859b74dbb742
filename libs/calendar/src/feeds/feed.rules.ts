import { minuteMs } from '@app/scheduling';

const usualMs = 15 * minuteMs;
const longestMs = 6 * 60 * minuteMs;

/**
 * Pause until a subscribed calendar is fetched again, in milliseconds: a quarter of an hour, and twice as long after each
 * failure up to six hours.
 * @param failures attempts that have failed one after the other
 * @param chance 0 to 1: spreads the calendars, which a restart would otherwise bring together
 */
export function nextAttemptMs(failures: number, chance: number): number {
  const pause = Math.min(usualMs * 2 ** failures, longestMs);
  return Math.round(pause * (0.9 + 0.2 * chance));
}
