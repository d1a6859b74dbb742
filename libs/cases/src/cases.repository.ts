import type { Tx } from '@app/platform';
import { Clock } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CaseHeaderEntity } from './case.entity.js';
import { CaseGrantEntity } from './case-grant.entity.js';
import type { CaseHeaderRow } from './cases.policy.js';

/** Which cases a list holds: of a person, of centres, or of both; in one state or in any. */
export interface VisibleCases {
  readonly personId?: string;
  readonly centreIds?: readonly string[];
  readonly state?: CaseHeaderEntity['state'];
}

/** Headers of cases and their numbers. */
@Injectable()
export class CasesRepository {
  constructor(private readonly clock: Clock) {}

  /** The next number of a year. Holds the year's row until the transaction ends, so that none is lost or given twice. */
  async nextOrdinal(tx: Tx, year: number): Promise<number> {
    const [row] = await tx.query<{ last: number }>(
      `INSERT INTO case_number AS n (year, last) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last`,
      [year],
    );
    if (!row) throw new Error('no case number was given');
    return row.last;
  }

  async insert(tx: Tx, header: CaseHeaderRow): Promise<void> {
    await tx.repo(CaseHeaderEntity).insert(header);
  }

  async findMany(tx: Tx, ids: readonly string[]): Promise<CaseHeaderRow[]> {
    return ids.length === 0 ? [] : tx.repo(CaseHeaderEntity).findBy({ id: In([...ids]) });
  }

  /** Cases a person has a live relation to, and those of the given centres, newest first; `after` is the creation and id of the last one seen. */
  async findVisible(tx: Tx, { personId, centreIds = [], state }: VisibleCases, after: readonly string[] | null, limit: number): Promise<CaseHeaderRow[]> {
    const related = tx
      .repo(CaseGrantEntity)
      .createQueryBuilder('g')
      .select('1')
      .where('g.caseId = h.id AND g.personId = :personId AND g.endedAt IS NULL')
      .andWhere('g.validFrom <= :now AND (g.validUntil IS NULL OR g.validUntil > :now)');
    const query = tx
      .repo(CaseHeaderEntity)
      .createQueryBuilder('h')
      .where(`(h.centreId = ANY(:centreIds) OR EXISTS (${related.getQuery()}))`, { personId: personId ?? null, centreIds, now: this.clock.now() })
      .orderBy('h.createdAt', 'DESC')
      .addOrderBy('h.id', 'DESC')
      .limit(limit);
    if (state) query.andWhere('h.state = :state', { state });
    if (after) query.andWhere('(h.createdAt, h.id) < (:createdAt, :id)', { createdAt: after[0], id: after[1] });
    return query.getMany();
  }

  /** Changes a header over the version the writer has seen; false when somebody was faster. */
  async update(tx: Tx, id: string, seenVersion: number, changes: Partial<Pick<CaseHeaderEntity, 'themes' | 'ageBand' | 'language'>>): Promise<boolean> {
    const { affected } = await tx.repo(CaseHeaderEntity).update({ id, version: seenVersion }, { ...changes, version: seenVersion + 1 });
    return affected === 1;
  }

  /** The weakest lock that two of these do not share: a booking that refers to the case does not wait for it. */
  async lock(tx: Tx, id: string): Promise<void> {
    await tx.query(`SELECT FROM case_header WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  }

  /** The version stays: it guards what people write, and nobody writes the state. Returns where the case belongs, if it has changed. */
  setState(tx: Tx, id: string, state: CaseHeaderEntity['state']): Promise<Pick<CaseHeaderRow, 'id' | 'centreId'>[]> {
    return tx.query(`UPDATE case_header SET state = $2 WHERE id = $1 AND state <> $2 RETURNING id, centre_id AS "centreId"`, [id, state]);
  }
}
