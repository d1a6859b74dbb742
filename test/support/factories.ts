import { createHash, randomBytes } from 'node:crypto';
import { SessionsService } from '@app/accounts';
import { newId } from '@app/kernel';
import { Database } from '@app/platform';
import { centreId, organisationId, seedReference } from '@app/reference';
import type { Answer, HttpClient } from './http-client.js';
import type { TestSystem } from './system.js';

/** Somebody who is signed in. */
export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly client: HttpClient;
}

export interface PersonOptions {
  readonly name?: string;
  /** Default: a professional. */
  readonly role?: 'professional' | 'expert' | 'coordinator' | 'admin';
  /** Area whose centre the role belongs to; default `pohjois-suomi` for a coordinator, none for others. */
  readonly area?: string;
}

/** Areas, counties, centres, professions and themes. */
export async function makeReference(system: TestSystem): Promise<void> {
  await system.api.get(Database, { strict: false }).transaction(seedReference);
}

export async function makePerson(system: TestSystem, { name = 'Pirkko Pyytäjä', role = 'professional', area }: PersonOptions = {}): Promise<TestPerson> {
  const id = newId();
  const of = area ?? (role === 'coordinator' ? 'pohjois-suomi' : null);
  await system.database.query(`INSERT INTO person (id, email, name, organisation_id, created_at) VALUES ($1, $2, $3, $4, $5)`, [
    id,
    `${id}@example.invalid`,
    name,
    organisationId('lappi'),
    system.clock.now(),
  ]);
  await system.database.query(`INSERT INTO assignment (id, person_id, role, centre_id, valid_from) VALUES ($1, $2, $3, $4, '2020-01-01')`, [
    newId(),
    id,
    role,
    of && centreId(of),
  ]);
  return { id, name, client: await signIn(system, id) };
}

/** A browser of the person; the session outlives every move of the clock, and works in `centre`. */
export async function signIn(system: TestSystem, personId: string, centre: string | null = null): Promise<HttpClient> {
  const token = randomBytes(32).toString('base64url');
  await system.database.query(
    `INSERT INTO session (id, token_hash, person_id, centre_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, '2100-01-01', '2100-01-01')`,
    [newId(), createHash('sha256').update(token).digest(), personId, centre, system.clock.now()],
  );
  return system.client(`${system.api.get(SessionsService, { strict: false }).cookieName}=${token}`);
}

/** What a case of Lapland is opened with. */
export const caseBody = {
  title: 'Erotilanne ja koulupoissaolot',
  question: 'Miten tuemme lasta?',
  themes: ['T11'],
  ageBand: '7-9',
  county: 'lappi',
  language: 'fi',
};

/** Opens a case through the API. */
export async function makeCase(owner: TestPerson, changes: object = {}): Promise<Answer['body']> {
  const answer = await owner.client.post('/api/cases', { ...caseBody, ...changes });
  if (answer.status !== 201) throw new Error(`the case was not opened: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
