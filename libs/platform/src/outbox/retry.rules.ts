/** Tries of a row before it is left for a person to look at. */
export const triesBeforeDead = 8;

/** Pause before the next try: 5 s, doubling up to 15 min, spread by ±20 % so that many do not return together. */
export function pauseSeconds(attempts: number, random: number): number {
  const base = Math.min(5 * 2 ** (attempts - 1), 900);
  return base * (0.8 + 0.4 * random);
}
