import type { INestApplicationContext } from '@nestjs/common';
import type pg from 'pg';
import { OutboxSweep } from '../../libs/platform/src/outbox/outbox-sweep.js';
import type { TestClock } from './test-clock.js';

const limitMilliseconds = 20_000;

/** Sweeps and waits until no outbox row is due or being carried out and no delivery waits in the queue. */
export async function settle(database: pg.Pool, clock: TestClock, worker: INestApplicationContext | undefined): Promise<void> {
  if (!worker) throw new Error('settle needs the worker');
  const sweep = worker.get(OutboxSweep, { strict: false });
  const giveUpAt = performance.now() + limitMilliseconds;
  for (;;) {
    await sweep.sweep();
    const { rows } = await database.query<{ open: number }>(
      `SELECT (SELECT count(*) FROM outbox WHERE status IN ('claimed', 'sending') OR (status = 'planned' AND due_at <= $1))::int
            + (SELECT count(*) FROM bullmq.job WHERE queue = 'outbox' AND state IN ('waiting', 'active'))::int AS open`,
      [clock.now()],
    );
    if (rows[0]?.open === 0) return;
    if (performance.now() > giveUpAt) throw new Error(`${rows[0]?.open} orders are still open after ${limitMilliseconds / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
