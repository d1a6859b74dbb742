import { register } from 'node:module';

/** One PostgreSQL for the whole run, with a migrated template database that each test file clones. */
export default async function setup() {
  register('./typescript-hooks.mjs', import.meta.url);
  const { startDatabaseServer } = await import('./database-server.ts');
  globalThis.__neuvoDatabaseServer = await startDatabaseServer();
}
