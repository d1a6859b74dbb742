const STEPS_MS = [0, 300, 600, 1_200, 2_400, 5_000] as const;
const JITTER = 0.3;
const FIRST_SPREAD_MS = 100;

/** A connection that stood this long was a good one: the next loss starts with quick tries again. */
export const STEADY_AFTER_MS = 10_000;

/** Milliseconds before the next try after so many failures in a row, spread so that a room does not come all at once. */
export function rejoinDelay(failures: number, random: () => number = Math.random): number {
  const step = STEPS_MS[Math.min(failures, STEPS_MS.length - 1)] ?? 0;
  return step * (1 + JITTER * (2 * random() - 1)) + (step === 0 ? FIRST_SPREAD_MS * random() : 0);
}
