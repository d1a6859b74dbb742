import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let source: DataSource;
/** They are in the migrations alone: entities have no relations. */
let foreignKeys: string[];

beforeAll(async () => {
  system = await openSystem();
  source = system.api.get(DataSource, { strict: false });
  const { rows } = await system.database.query<{ conname: string }>(`SELECT conname FROM pg_constraint WHERE contype = 'f'`);
  foreignKeys = rows.map(({ conname }) => conname);
}, 60_000);
afterAll(() => system?.close());

/** What TypeORM would do to the database to make it as the entities say. */
async function wishes(): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query).filter((query) => !foreignKeys.some((name) => query.endsWith(`DROP CONSTRAINT "${name}"`)));
}

it('knows every entity', () => {
  const files = readdirSync('libs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.entity.ts'));
  expect(files.length).toBeGreaterThan(10);
  expect(source.entityMetadatas.length).toBeGreaterThanOrEqual(files.length);
});

it('finds nothing to change: entities and migrations say the same', async () => {
  expect(await wishes()).toEqual([]);
});

it.each([
  [`ALTER TABLE case_header DROP COLUMN age_band`, 'a missing column'],
  [`ALTER TABLE sitting ALTER COLUMN starts_at TYPE timestamp`, 'another type'],
  [`ALTER TABLE participation ALTER COLUMN responded_at SET NOT NULL`, 'a value that must be there'],
  [`ALTER TABLE person DROP CONSTRAINT person_email`, 'a missing constraint'],
  [`DROP INDEX session_person_live`, 'a missing index'],
])('would see %s: %s', async (change) => {
  const before = await wishes();
  await system.database.query(change);
  expect((await wishes()).length).toBeGreaterThan(before.length);
});
