import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@app/kernel';
import { centreId, organisationId } from '@app/reference';
import type pg from 'pg';

export interface Person {
  readonly personId: string;
  readonly sessionId: string;
  readonly email: string;
  /** Value of the session cookie: an ordinary session, looked up on each request. */
  readonly token: string;
}

export interface Booker extends Person {
  readonly caseId: string;
}

export const centre = (): string => centreId('pohjois-suomi');
const county = 'lappi';

/** Writes people with a role, bookable, signed in. */
export async function addPeople(database: pg.Pool, count: number, role: 'professional' | 'expert'): Promise<Person[]> {
  const people = Array.from({ length: count }, () => {
    const personId = newId();
    return { personId, sessionId: newId(), email: `${personId}@neuvo.invalid`, token: randomBytes(32).toString('base64url') };
  });
  const now = new Date();
  const ids = people.map(({ personId }) => personId);
  await database.query(
    `INSERT INTO person (id, email, name, organisation_id, created_at)
     SELECT id, email, 'Person ' || left(id::text, 13), $3, $4 FROM unnest($1::uuid[], $2::text[]) AS p (id, email)`,
    [ids, people.map(({ email }) => email), organisationId(county), now],
  );
  await database.query(
    `INSERT INTO assignment (id, person_id, role, valid_from) SELECT gen_random_uuid(), id, $2, '2020-01-01' FROM unnest($1::uuid[]) AS id`,
    [ids, role],
  );
  await database.query(`INSERT INTO resource (id, kind, person_id) SELECT gen_random_uuid(), 'person', id FROM unnest($1::uuid[]) AS id`, [ids]);
  await database.query(
    `INSERT INTO session (id, token_hash, person_id, created_at, last_seen_at, expires_at)
     SELECT id, hash, person, $4, $4, $4::timestamptz + interval '12 hours' FROM unnest($1::uuid[], $2::bytea[], $3::uuid[]) AS s (id, hash, person)`,
    [people.map(({ sessionId }) => sessionId), people.map(({ token }) => createHash('sha256').update(token).digest()), ids, now],
  );
  return people;
}

/** Writes professionals with a case of their own that waits for a consultation. */
export async function addBookers(database: pg.Pool, count: number): Promise<Booker[]> {
  const bookers = (await addPeople(database, count, 'professional')).map((person) => ({ ...person, caseId: newId() }));
  await addCases(database, bookers, 'submitted');
  return bookers;
}

export async function addCases(database: pg.Pool, owners: readonly Pick<Booker, 'personId' | 'caseId'>[], state: 'submitted' | 'booked'): Promise<void> {
  const ids = owners.map(({ caseId }) => caseId);
  const people = owners.map(({ personId }) => personId);
  const now = new Date();
  await database.query(
    `INSERT INTO case_header (id, number, centre_id, county_code, themes, age_band, language, state, created_by, created_at)
     SELECT id, id::text, $3, $4, '{T11}', '7-9', 'fi', $5, person, $6 FROM unnest($1::uuid[], $2::uuid[]) AS c (id, person)`,
    [ids, people, centre(), county, state, now],
  );
  await database.query(`INSERT INTO case_content (case_id, title) SELECT id, 'Working title' FROM unnest($1::uuid[]) AS id`, [ids]);
  await database.query(
    `INSERT INTO case_grant (id, case_id, person_id, relation, scopes, source, valid_from)
     SELECT gen_random_uuid(), id, person, 'owner', '{meta,times,people,summary,questions,chat,room.join,room.moderate}', 'ownership', $3
     FROM unnest($1::uuid[], $2::uuid[]) AS c (id, person)`,
    [ids, people, now],
  );
}
