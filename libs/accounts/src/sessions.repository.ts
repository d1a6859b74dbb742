import type { AssignmentRole, Language, Localised } from '@app/contracts';
import type { Database, Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { PersonEntity, SessionEntity } from './accounts.entity.js';

/** A live session with its person and the person's assignments of the day. */
export interface LiveSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly centreId: string | null;
  readonly lastSeenAt: Date;
  readonly language: Language;
  readonly timeZone: string;
  readonly roles: readonly { role: AssignmentRole; centreId: string | null }[];
}

/** An assignment with the names one shows. */
export interface AssignmentRow {
  readonly role: AssignmentRole;
  readonly centre: { id: string; name: Localised; timeZone: string } | null;
}

/** Assignments of the day of the instant `$2`; the inner cast keeps the parameter an instant for the rest of the statement. */
const today = `($2::timestamptz AT TIME ZONE 'UTC')::date`;
const assignmentsValid = `valid_from <= ${today} AND (valid_to IS NULL OR valid_to > ${today})`;

@Injectable()
export class SessionsRepository {
  findPersonByEmail(tx: Tx, email: string): Promise<PersonEntity | null> {
    return tx.repo(PersonEntity).findOneBy({ email });
  }

  async insert(tx: Tx, session: SessionEntity): Promise<void> {
    await tx.repo(SessionEntity).insert(session);
  }

  /** The session of a token, if it is alive at `now` and was used after `usedAfter`. */
  async findLive(database: Pick<Database, 'query'>, tokenHash: Buffer, now: Date, usedAfter: Date): Promise<LiveSession | null> {
    const rows = await database.query<{
      id: string;
      person_id: string;
      centre_id: string | null;
      last_seen_at: Date;
      language: Language;
      time_zone: string;
      roles: { role: AssignmentRole; centreId: string | null }[] | null;
    }>(
      `SELECT session.id, session.person_id, session.centre_id, session.last_seen_at, person.language, person.time_zone,
              (SELECT jsonb_agg(jsonb_build_object('role', role, 'centreId', assignment.centre_id)) FROM assignment
               WHERE assignment.person_id = person.id AND ${assignmentsValid}) AS roles
       FROM session JOIN person ON person.id = session.person_id
       WHERE session.token_hash = $1 AND session.ended_at IS NULL AND session.expires_at > $2 AND session.last_seen_at > $3
         AND person.disabled_at IS NULL`,
      [tokenHash, now, usedAfter],
    );
    const row = rows[0];
    return row
      ? {
          sessionId: row.id,
          personId: row.person_id,
          centreId: row.centre_id,
          lastSeenAt: row.last_seen_at,
          language: row.language,
          timeZone: row.time_zone,
          roles: row.roles ?? [],
        }
      : null;
  }

  async touch(tx: Tx, sessionId: string, at: Date): Promise<void> {
    await tx.repo(SessionEntity).update({ id: sessionId }, { lastSeenAt: at });
  }

  async chooseCentre(tx: Tx, sessionId: string, centreId: string): Promise<void> {
    await tx.repo(SessionEntity).update({ id: sessionId }, { centreId });
  }

  /** Ends one session, or all of the person; returns the ids that were alive. */
  async end(tx: Tx, which: { sessionId: string } | { personId: string }, at: Date): Promise<string[]> {
    const byId = 'sessionId' in which;
    const rows = await tx.query<{ id: string }>(
      `WITH ended AS (UPDATE session SET ended_at = $2 WHERE ${byId ? 'id' : 'person_id'} = $1 AND ended_at IS NULL RETURNING id) SELECT id FROM ended`,
      [byId ? which.sessionId : which.personId, at],
    );
    return rows.map((row) => row.id);
  }

  async findAssignments(tx: Tx, personId: string, on: Date): Promise<AssignmentRow[]> {
    const rows = await tx.query<{ role: AssignmentRole; id: string | null; name_fi: string; name_sv: string; name_en: string; time_zone: string }>(
      `SELECT assignment.role, centre.id, centre.name_fi, centre.name_sv, centre.name_en, centre.time_zone
       FROM assignment LEFT JOIN centre ON centre.id = assignment.centre_id
       WHERE assignment.person_id = $1 AND ${assignmentsValid} ORDER BY assignment.role, centre.name_fi`,
      [personId, on],
    );
    return rows.map((row) => ({
      role: row.role,
      centre: row.id ? { id: row.id, name: { fi: row.name_fi, sv: row.name_sv, en: row.name_en }, timeZone: row.time_zone } : null,
    }));
  }
}
