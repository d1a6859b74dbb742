import { it } from '@jest/globals';
import type { Stage } from './browser-stage.js';

/** Names what is being done, for the message of a failure. */
export type Step = <T>(what: string, run: () => Promise<T>) => Promise<T>;

/**
 * One journey on a stage. A failure tells the step that it happened in and keeps pictures and consoles; a journey whose
 * pages had errors in their consoles fails at its end.
 */
export function journey(name: string, stage: () => Stage, run: (step: Step) => Promise<void>, limitSeconds = 150): void {
  it(
    name,
    async () => {
      let at = 'at the start';
      const took: string[] = [];
      const step: Step = async (what, action) => {
        at = what;
        const startedAt = performance.now();
        const result = await action();
        took.push(`${what} ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
        return result;
      };
      try {
        await run(step);
        stage().assertNoTrouble();
        process.stdout.write(`${took.join(', ')}\n`);
      } catch (error) {
        const folder = await stage().keepEvidence(name);
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        throw new Error(`${at}: ${message}\nPictures and consoles: ${folder}`, { cause: error });
      } finally {
        await stage().closeVisitors();
      }
    },
    limitSeconds * 1_000,
  );
}
