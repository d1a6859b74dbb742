import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { queueNames } from '../jobs/queue-names.js';
import { migrations } from './migrations/index.js';

const groupRole = 'neuvo_app';

/**
 * Brings the database to the present schema: our migrations and those of the queue, then the rights of the runtime role.
 * Runs as the owner and is safe to run from several processes at once. The runtime role of `url` is made when it is
 * missing and the owner may make roles; otherwise it must exist.
 */
export async function migrateDatabase(database: { readonly url: string; readonly ownerUrl: string }): Promise<void> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('neuvo migrations'))`);
    await ensureRole(client, new URL(database.url));
    await runOwnMigrations(database.ownerUrl);
    await runQueueMigrations(client);
    // The first job of a queue makes the sequence of its ids, which the runtime role may not.
    for (const queue of queueNames) await client.query('SELECT bullmq.next_job_id($1)', [queue]);
    await client.query(`
      GRANT USAGE ON SCHEMA bullmq TO ${groupRole};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${groupRole};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA bullmq TO ${groupRole};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${groupRole};`);
  } finally {
    await client.end();
  }
}

async function runOwnMigrations(url: string): Promise<void> {
  const source = new DataSource({ type: 'postgres', url, migrations, migrationsTransactionMode: 'each', logging: false });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

async function ensureRole(client: pg.Client, runtime: URL): Promise<void> {
  const name = decodeURIComponent(runtime.username);
  const { rows: owner } = await client.query<{ mayMakeRoles: boolean; name: string }>(
    `SELECT rolname AS name, rolcreaterole OR rolsuper AS "mayMakeRoles" FROM pg_roles WHERE rolname = current_user`,
  );
  if (!name || name === owner[0]?.name) return;
  const { rows } = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = $1`, [name]);
  if (rows.length === 0) {
    if (!owner[0]?.mayMakeRoles) throw new Error(`The runtime role "${name}" is missing and the owner may not make roles`);
    const password = decodeURIComponent(runtime.password);
    await client.query(`CREATE ROLE ${client.escapeIdentifier(name)} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  }
  if (name !== groupRole && owner[0]?.mayMakeRoles) await joinGroup(client, name);
}

async function joinGroup(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = $1`, [groupRole]);
  if (rows.length === 0) await client.query(`CREATE ROLE ${groupRole} NOLOGIN`);
  await client.query(`GRANT ${groupRole} TO ${client.escapeIdentifier(name)}`);
}
