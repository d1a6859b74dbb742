import type pg from 'pg';
import { eventually } from './eventually.js';

/** Somebody else's transaction, which has taken its locks and goes no further. */
export interface HeldLock {
  /** Until so many transactions of this database wait for a lock. */
  waiting(count: number): Promise<void>;
  release(): Promise<void>;
}

/** Runs a statement in a transaction that stays open: what the test starts now meets what it has locked. Release it within three seconds. */
export async function holdLock(database: pg.Pool, sql: string, params: readonly unknown[] = []): Promise<HeldLock> {
  const client = await database.connect();
  await client.query('BEGIN');
  await client.query(sql, [...params]);
  return {
    waiting: (count) =>
      eventually(async () => {
        const { rows } = await database.query<{ n: number }>(
          `SELECT count(DISTINCT pid)::int AS n FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`,
        );
        if (rows[0]!.n < count) throw new Error(`${rows[0]!.n} of ${count} wait`);
      }, 2_000),
    release: async () => {
      await client.query('COMMIT');
      client.release();
    },
  };
}
