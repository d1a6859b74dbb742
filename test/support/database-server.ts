import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase } from '@app/platform';
import { startPostgres } from '../../apps/standalone/src/services/postgres.js';

/** Name of the environment variable that tells test files where the server is. */
export const serverVariable = 'NEUVO_TEST_DATABASE';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts the run's PostgreSQL and migrates its template database `neuvo`. */
export async function startDatabaseServer(): Promise<{ stop(): Promise<void> }> {
  // The owner of a database may not drop it while autovacuum, which is a superuser, works in there.
  const settings = { max_connections: '400', autovacuum: 'off' };
  const server = await startPostgres({ dir: mkdtempSync(join(tmpdir(), 'neuvo-test-')), ephemeral: true, settings });
  const end = (): void => {
    try {
      process.kill(server.pid, 'SIGQUIT');
    } catch {
      // It has stopped already.
    }
  };
  // A signal would end the process before `exit` is said.
  const killed = (): never => process.exit(1);
  process.once('exit', end);
  for (const signal of signals) process.once(signal, killed);
  const urls = { url: server.url('app'), ownerUrl: server.url('owner') };
  try {
    await migrateDatabase(urls);
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env[serverVariable] = JSON.stringify(urls);
  return {
    stop: async () => {
      process.off('exit', end);
      for (const signal of signals) process.off(signal, killed);
      await server.stop();
    },
  };
}
