import { newId } from '@app/kernel';
import type pg from 'pg';
import { addCases, type Person, centre } from './people.js';

export interface Sitting {
  readonly sittingId: string;
  readonly consultationId: string;
  /** The first one owns the case and chairs; all have accepted. */
  readonly people: readonly (Person & { readonly participationId: string })[];
}

/** Writes booked consultations of one hour, with everybody's answer, as a booking and its answers leave them. */
export async function addSittings(database: pg.Pool, groups: readonly (readonly Person[])[], startsAt: Date): Promise<Sitting[]> {
  const sittings = groups.map((people) => ({
    caseId: newId(),
    sittingId: newId(),
    consultationId: newId(),
    people: people.map((person) => ({ ...person, participationId: newId() })),
  }));
  const [caseIds, sittingIds, ids] = [sittings.map((one) => one.caseId), sittings.map((one) => one.sittingId), sittings.map((one) => one.consultationId)];
  const owners = sittings.map(({ people }) => people[0]!.personId);
  const now = new Date();
  await addCases(database, sittings.map(({ caseId, people }) => ({ caseId, personId: people[0]!.personId })), 'booked');
  await database.query(
    `INSERT INTO sitting (id, centre_id, starts_at, ends_at, time_zone, ical_uid, created_at)
     SELECT id, $2, $3, $3::timestamptz + interval '1 hour', 'Europe/Helsinki', id::text, $4 FROM unnest($1::uuid[]) AS id`,
    [sittingIds, centre(), startsAt, now],
  );
  await database.query(
    `INSERT INTO consultation (id, case_id, sitting_id, state, booked_by, created_at)
     SELECT id, case_id, sitting_id, 'booked', person, $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS c (id, case_id, sitting_id, person)`,
    [ids, caseIds, sittingIds, owners, now],
  );
  const seats = sittings.flatMap(({ sittingId, caseId, consultationId, people }) => people.map((one, index) => ({ ...one, sittingId, caseId, consultationId, index })));
  await database.query(
    `INSERT INTO participation (id, sitting_id, person_id, seat, required, partstat, partstat_sequence)
     SELECT id, sitting_id, person, seat, true, 'accepted', 0 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS p (id, sitting_id, person, seat)`,
    [seats.map((one) => one.participationId), seats.map((one) => one.sittingId), seats.map((one) => one.personId), seats.map(({ index }) => (index === 0 ? 'chair' : 'expert'))],
  );
  const guests = seats.filter(({ index }) => index > 0);
  await database.query(
    `INSERT INTO case_grant (id, case_id, person_id, relation, scopes, source, source_id, valid_from)
     SELECT gen_random_uuid(), case_id, person, 'expert', '{meta,times,people,summary,questions,chat,room.join}', 'invitation', source, $4
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS g (case_id, person, source)`,
    [guests.map((one) => one.caseId), guests.map((one) => one.personId), guests.map((one) => one.consultationId), now],
  );
  return sittings;
}

/** Plans a reminder for everybody in sittings of one time, as booking them does. */
export async function addReminders(database: pg.Pool, sittings: readonly Sitting[], dueAt: Date, startsAt: Date): Promise<void> {
  const rows = sittings.flatMap(({ sittingId, people }) => people.map(({ personId }) => ({ id: newId(), sittingId, personId })));
  await database.query(
    `INSERT INTO outbox (id, kind, subject_id, recipient_id, occasion, version, due_at, expires_at, created_at)
     SELECT id, 'send-reminder', sitting, person, '-PT15M', 0, $4, $5, $6 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r (id, sitting, person)`,
    [rows.map(({ id }) => id), rows.map(({ sittingId }) => sittingId), rows.map(({ personId }) => personId), dueAt, startsAt, new Date()],
  );
}

/** Lets everybody of the sittings in, as the chair would. */
export async function admitAll(database: pg.Pool, sittings: readonly Sitting[]): Promise<void> {
  const all = sittings.flatMap(({ sittingId, people }) => people.map(({ participationId }) => ({ sittingId, participationId })));
  await database.query(
    `INSERT INTO meeting_admission (participation_id, sitting_id, state, since)
     SELECT id, sitting_id, 'admitted', $3 FROM unnest($1::uuid[], $2::uuid[]) AS a (id, sitting_id)`,
    [all.map((one) => one.participationId), all.map((one) => one.sittingId), new Date()],
  );
}
