import { newId } from '@app/kernel';
import { centreId } from '@app/reference';
import { makePerson, type TestPerson } from './factories.js';
import type { TestSystem } from './system.js';

const minute = 60_000;

export interface ScenePerson extends TestPerson {
  readonly participationId: string;
}

export interface MeetingScene {
  readonly caseId: string;
  readonly sittingId: string;
  readonly consultationId: string;
  /** Booked the meeting, owns the case, chairs. */
  readonly chair: ScenePerson;
  /** Accepted experts. */
  readonly experts: readonly ScenePerson[];
  /** An expert who has not answered. */
  readonly undecided: ScenePerson;
  /** Signed in, but in no meeting. */
  readonly stranger: TestPerson;
}

export interface SceneOptions {
  /** Minutes from now to the start; default 5: the door is open. */
  readonly startsInMinutes?: number;
  readonly experts?: number;
}

/** Writes a booked meeting with a chair, accepted experts and one who has not answered, all signed in. Needs `makeReference`. */
export async function makeMeetingScene(system: TestSystem, { startsInMinutes = 5, experts = 2 }: SceneOptions = {}): Promise<MeetingScene> {
  const { database } = system;
  const now = system.clock.now();
  const centre = centreId('pohjois-suomi');
  const chair = await makePerson(system, { name: 'Anna Aalto' });
  const people = await Promise.all(Array.from({ length: experts }, (_, index) => makePerson(system, { name: `Expert ${index + 1}` })));
  const undecided = await makePerson(system, { name: 'Ulla Undecided' });
  const stranger = await makePerson(system, { name: 'Sam Stranger' });

  const [caseId, sittingId, consultationId] = [newId(), newId(), newId()];
  const startsAt = new Date(now.getTime() + startsInMinutes * minute);
  const endsAt = new Date(startsAt.getTime() + 60 * minute);
  await database.query(
    `INSERT INTO case_header (id, number, centre_id, county_code, themes, age_band, language, state, created_by, created_at)
     VALUES ($1::uuid, $1::uuid::text, $2, $3, '{}', '7-9', 'fi', 'booked', $4, $5)`,
    [caseId, centre, 'lappi', chair.id, now],
  );
  await database.query(`INSERT INTO case_content (case_id, title) VALUES ($1, 'Working title')`, [caseId]);
  await database.query(
    `INSERT INTO sitting (id, centre_id, starts_at, ends_at, time_zone, ical_uid, created_at) VALUES ($1::uuid, $2, $3, $4, 'Europe/Helsinki', $1::uuid::text, $5)`,
    [sittingId, centre, startsAt, endsAt, now],
  );
  await database.query(
    `INSERT INTO consultation (id, case_id, sitting_id, state, booked_by, created_at) VALUES ($1, $2, $3, 'booked', $4, $5)`,
    [consultationId, caseId, sittingId, chair.id, now],
  );
  const take = async (person: TestPerson, seat: string, partstat: string, relation: string): Promise<ScenePerson> => {
    const participationId = newId();
    await database.query(
      `INSERT INTO participation (id, sitting_id, person_id, seat, required, partstat, partstat_sequence) VALUES ($1, $2, $3, $4, true, $5, 0)`,
      [participationId, sittingId, person.id, seat, partstat],
    );
    await database.query(
      `INSERT INTO case_grant (id, case_id, person_id, relation, scopes, source, source_id, valid_from)
       VALUES ($1, $2, $3, $4, '{}', $5, $6, $7::timestamptz - interval '1 day')`,
      [newId(), caseId, person.id, relation, relation === 'owner' ? 'ownership' : 'invitation', relation === 'owner' ? null : consultationId, now],
    );
    return { ...person, participationId };
  };
  return {
    caseId,
    sittingId,
    consultationId,
    chair: await take(chair, 'chair', 'accepted', 'owner'),
    experts: await Promise.all(people.map((person) => take(person, 'expert', 'accepted', 'expert'))),
    undecided: await take(undecided, 'expert', 'needs-action', 'invited'),
    stranger,
  };
}
