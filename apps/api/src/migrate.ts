import { Database, loadConfig, migrateDatabase } from '@app/platform';
import { seedReference } from '@app/reference';
import { runCommand } from './command.js';

// Before the context opens: it already needs the tables.
await migrateDatabase(loadConfig(process.env).database);
await runCommand(async (app) => {
  await app.get(Database, { strict: false }).transaction(seedReference);
  return 'The database is up to date.';
});
