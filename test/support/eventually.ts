/** Repeats a check until it passes, for what happens by itself soon; the last failure counts after `limitMilliseconds`. */
export async function eventually(check: () => unknown, limitMilliseconds = 5_000, pauseMilliseconds = 20): Promise<void> {
  const giveUpAt = performance.now() + limitMilliseconds;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
  }
}
