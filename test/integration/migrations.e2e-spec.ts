import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrations } from '../../libs/platform/src/database/migrations/index.js';
import { Scene } from '../support/consultation-scene.js';

let scene: Scene;
let source: DataSource;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z', worker: false });
  source = await new DataSource({ type: 'postgres', url: scene.system.urls.ownerUrl, migrations, migrationsTransactionMode: 'each' }).initialize();
}, 120_000);
afterAll(async () => {
  await source?.destroy();
  await scene?.close();
});

it('taking holds and availability away again leaves meetings with those who come, and can be repeated', async () => {
  const [lawyer, substitute, other] = await scene.addExperts(3);
  const caseId = await scene.openCase(scene.owner);
  const needs = [{ role: 'LAW', k: 1, candidates: [lawyer!.id], substitutes: [substitute!.id, other!.id] }];
  const booked = await scene.book(scene.owner, { caseId, people: [lawyer!], local: '2027-03-16T09:00', needs });
  await lawyer!.post(`/api/consultations/${booked.body.id}/response`, { sequence: 0, answer: 'declined' });
  await substitute!.post(`/api/consultations/${booked.body.id}/response`, { sequence: 0, answer: 'accepted', notDisqualified: true });
  const untouched = await scene.book(scene.owner, { caseId, people: [scene.expert], local: '2027-03-17T09:00', needs: [{ ...needs[0], candidates: [scene.expert.id] }] });
  const times = [{ local: '2027-03-18T09:00', timeZone: 'Europe/Helsinki' }];
  const held = await scene.owner.post('/api/holds', { caseId: await scene.openCase(scene.owner), needs: [{ ...needs[0], candidates: [lawyer!.id] }], durationMinutes: 60, times }, { key: randomUUID() });
  expect([booked.status, untouched.status, held.status]).toEqual([201, 201, 201]);

  await source.undoLastMigration();
  await source.undoLastMigration();
  const coming = await scene.query<{ id: string; people: number }>(
    `SELECT consultation.id, count(*) FILTER (WHERE partstat <> 'declined')::int AS people FROM consultation JOIN participation USING (sitting_id) GROUP BY consultation.id`,
  );
  expect(new Map(coming.map(({ id, people }) => [id, people]))).toEqual(new Map([[booked.body.id, 2], [untouched.body.id, 2]]));
  expect(await scene.query(`SELECT FROM case_grant WHERE source_id = $1 AND ended_at IS NULL`, [held.body['id']])).toEqual([]);
  expect(await scene.query(`SELECT DISTINCT kind FROM outbox WHERE kind LIKE '%times' OR kind LIKE '%hold'`)).toEqual([]);

  await source.runMigrations();
  expect((await scene.owner.get(`/api/consultations/${booked.body.id}`)).body['participants']).toHaveLength(4);
});
