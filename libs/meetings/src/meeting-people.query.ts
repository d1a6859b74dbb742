import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';

/** Reads that need the door, the invitation and the session of a person at once. */
@Injectable()
export class MeetingPeopleQuery {
  async sittingOf(tx: Tx, participationId: string): Promise<string | null> {
    const [row] = await tx.query<{ sitting_id: string }>(`SELECT sitting_id FROM participation WHERE id = $1`, [participationId]);
    return row?.sitting_id ?? null;
  }

  /** Of the people who have accepted, those who are let in, are not disabled and are signed in somewhere. */
  async entitled(tx: Tx, sittingId: string, accepted: readonly string[], now: Date): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT participation.id FROM participation
       JOIN meeting_admission admission ON admission.participation_id = participation.id AND admission.state = 'admitted'
       JOIN person ON person.id = participation.person_id AND person.disabled_at IS NULL
       WHERE participation.sitting_id = $1 AND participation.id = ANY($2::uuid[])
         AND EXISTS (SELECT FROM session WHERE session.person_id = person.id AND session.ended_at IS NULL AND session.expires_at > $3)`,
      [sittingId, accepted, now],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Sittings whose consultation nobody has ended an hour after its time. */
  async overdue(tx: Tx, endedBefore: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT sitting.id FROM consultation JOIN sitting ON sitting.id = consultation.sitting_id
       WHERE consultation.state IN ('booked', 'in_session') AND sitting.ends_at <= $1`,
      [endedBefore],
    );
    return rows.map((row) => row.id);
  }
}
