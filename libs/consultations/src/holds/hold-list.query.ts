import type { Tx } from '@app/platform';

/** Which open holds a list shows. */
export interface OpenHoldFilter {
  /** Asked in it, having made it, or owning its case. */
  readonly personId?: string;
  readonly centreId?: string;
  readonly caseId?: string | undefined;
}

/** Ids of open holds, first time first. Reads the grants of `cases` too: owners see the holds of their case. */
export async function listOpenHolds(tx: Tx, { personId, centreId, caseId }: OpenHoldFilter, now: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT consultation.id FROM hold JOIN sitting ON sitting.id = hold.sitting_id JOIN consultation ON consultation.sitting_id = sitting.id
     WHERE hold.outcome IS NULL AND hold.expires_at > $4
       AND ($1::uuid IS NULL OR booked_by = $1
         OR EXISTS (SELECT FROM participation WHERE participation.sitting_id = sitting.id AND person_id = $1 AND standing = 'in')
         OR EXISTS (SELECT FROM case_grant WHERE case_grant.case_id = consultation.case_id AND case_grant.person_id = $1 AND relation = 'owner'
           AND ended_at IS NULL AND (valid_until IS NULL OR valid_until > $4)))
       AND ($2::uuid IS NULL OR sitting.centre_id = $2) AND ($3::uuid IS NULL OR case_id = $3)
     ORDER BY (SELECT min(starts_at) FROM hold_time WHERE hold_time.sitting_id = sitting.id), consultation.id LIMIT 200`,
    [personId ?? null, centreId ?? null, caseId ?? null, now],
  );
  return rows.map(({ id }) => id);
}
