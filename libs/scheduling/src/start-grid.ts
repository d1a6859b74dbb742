import { Bitmap } from './bitmap.js';
import { type Frame, tickMs } from './person-time.js';
import { minuteMs } from './time-span.js';
import { offsetAt, offsetSpans } from './zone-offsets.js';

/**
 * Ticks at which meetings may be offered: a wall clock in the zone shows a multiple of the step, counted from midnight.
 * Both passes of a doubled hour count, a skipped one has no ticks.
 */
export function buildStartGrid(timeZone: string, stepMinutes: number, { firstTick, ticks }: Frame): Bitmap {
  const step = stepMinutes * minuteMs;
  const starts = new Bitmap(ticks);
  for (const { start, end, offset } of offsetSpans(timeZone, firstTick * tickMs, (firstTick + ticks) * tickMs)) {
    for (let at = Math.ceil((start + offset) / step) * step - offset; at < end; at += step) {
      if (at % tickMs === 0) starts.set(at / tickMs - firstTick);
    }
  }
  return starts;
}

/** Whether an instant is one of the ticks of `buildStartGrid`. */
export function isOnStartGrid(instant: number, timeZone: string, stepMinutes: number): boolean {
  return instant % tickMs === 0 && (instant + offsetAt(timeZone, instant)) % (stepMinutes * minuteMs) === 0;
}
