import type { Tx } from '@app/platform';

/** Which consultations a list shows; times are instants, half-open. */
export interface ListFilter {
  readonly scope: { readonly personId: string } | { readonly centreId: string };
  readonly from: Date | null;
  readonly to: Date | null;
  /** Start and id of the last row of the page before. */
  readonly after: readonly string[] | null;
  /** Ownerships count that are alive at this instant. */
  readonly now: Date;
  readonly limit: number;
}

const ofPerson = `consultation.id IN (
  SELECT mine.id FROM participation JOIN consultation mine ON mine.sitting_id = participation.sitting_id WHERE participation.person_id = $1 AND participation.standing = 'in'
  UNION
  SELECT owned.id FROM case_grant JOIN consultation owned ON owned.case_id = case_grant.case_id
  WHERE case_grant.person_id = $1 AND case_grant.relation = 'owner' AND case_grant.ended_at IS NULL
    AND (case_grant.valid_until IS NULL OR case_grant.valid_until > $7))`;
const ofCentre = `sitting.centre_id = $1 AND $7::timestamptz IS NOT NULL`;

/** Ids in order of start. Reads the grants of `cases` too: owners who do not take part see the meetings of their case. */
export async function listConsultations(tx: Tx, { scope, from, to, after, now, limit }: ListFilter): Promise<{ id: string; startsAt: Date }[]> {
  return tx.query<{ id: string; startsAt: Date }>(
    `SELECT consultation.id, sitting.starts_at AS "startsAt" FROM consultation JOIN sitting ON sitting.id = consultation.sitting_id
     WHERE ${'personId' in scope ? ofPerson : ofCentre} AND sitting.starts_at IS NOT NULL
       AND ($2::timestamptz IS NULL OR sitting.starts_at >= $2) AND ($3::timestamptz IS NULL OR sitting.starts_at < $3)
       AND ($4::timestamptz IS NULL OR (sitting.starts_at, consultation.id) > ($4, $5::uuid))
     ORDER BY sitting.starts_at, consultation.id LIMIT $6`,
    ['personId' in scope ? scope.personId : scope.centreId, from, to, after?.[0] ?? null, after?.[1] ?? null, limit, now],
  );
}
