import { Bitmap } from './bitmap.js';
import { dayTicks, type Frame, frameSpan, tickMs } from './person-time.js';
import { minuteMs } from './time-span.js';
import { offsetAt, offsetSpans } from './zone-offsets.js';

/** Grids are small and asked for again and again; the oldest go first. */
const known = new Map<string, Bitmap>();
const capacity = 64;

/**
 * Ticks at which meetings may be offered: a wall clock in the zone shows a multiple of the step, counted from midnight.
 * Both passes of a doubled hour count, a skipped one has no ticks. Not to be changed.
 */
export function startGrid(timeZone: string, stepMinutes: number, frame: Frame): Bitmap {
  const key = `${timeZone} ${stepMinutes} ${frame.firstDay} ${frame.days}`;
  const grid = known.get(key) ?? buildGrid(timeZone, stepMinutes, frame);
  known.delete(key);
  known.set(key, grid);
  if (known.size > capacity) known.delete(known.keys().next().value!);
  return grid;
}

function buildGrid(timeZone: string, stepMinutes: number, frame: Frame): Bitmap {
  const step = stepMinutes * minuteMs;
  const range = frameSpan(frame);
  const starts = new Bitmap(frame.days * dayTicks);
  for (const { start, end, offset } of offsetSpans(timeZone, range.start, range.end)) {
    for (let at = Math.ceil((start + offset) / step) * step - offset; at < end; at += step) {
      if (at % tickMs === 0) starts.set((at - range.start) / tickMs);
    }
  }
  return starts;
}

/** Whether an instant is one of the ticks of `startGrid`. */
export function isOnStartGrid(instant: number, timeZone: string, stepMinutes: number): boolean {
  return instant % tickMs === 0 && (instant + offsetAt(timeZone, instant)) % (stepMinutes * minuteMs) === 0;
}
