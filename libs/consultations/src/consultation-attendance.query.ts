import type { Tx } from '@app/platform';

export interface AttendanceRow {
  readonly sittingId: string;
  readonly participationId: string;
  readonly joinedAt: Date;
  readonly leftAt: Date | null;
}

/** Who was in the meetings from when to when; the rows are written by `meetings`. */
export async function attendanceOf(tx: Tx, sittingIds: readonly string[]): Promise<AttendanceRow[]> {
  if (sittingIds.length === 0) return [];
  return tx.query<AttendanceRow>(
    `SELECT sitting_id AS "sittingId", participation_id AS "participationId", joined_at AS "joinedAt", left_at AS "leftAt"
     FROM attendance WHERE sitting_id = ANY($1::uuid[]) ORDER BY joined_at, id`,
    [sittingIds],
  );
}
