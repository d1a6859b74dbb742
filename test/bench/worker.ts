import type { Stack } from '../stack/stack.js';

/** Starts the worker unless it runs; orders that have piled up meanwhile are dropped. */
export async function startWorker({ database, worker }: Stack): Promise<void> {
  if (worker.pid !== undefined) return;
  await database.query(`UPDATE outbox SET status = 'done' WHERE status IN ('planned', 'claimed')`);
  await worker.start();
}
