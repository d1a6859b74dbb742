import type { CaseRelation } from '@app/contracts';
import { Clock, newId } from '@app/kernel';
import { Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In, IsNull, type SelectQueryBuilder } from 'typeorm';
import { CaseGrantEntity, type GrantSource } from './case-grant.entity.js';

/** A relation to give. */
export interface NewGrant {
  readonly caseId: string;
  readonly personId: string;
  readonly relation: CaseRelation;
  readonly source: GrantSource;
  /** The consultation of an invitation; null for ownership. */
  readonly sourceId: string | null;
  /** End of the window; null for none. */
  readonly validUntil: Date | null;
}

/** What a relation opens, written beside it for whoever reads the grants without this code. */
const scopes: Readonly<Record<CaseRelation, readonly string[]>> = {
  owner: ['meta', 'times', 'people', 'summary', 'questions', 'chat', 'room.join', 'room.moderate'],
  expert: ['meta', 'times', 'people', 'summary', 'questions', 'chat', 'room.join'],
  coordinator: ['meta', 'times', 'people', 'summary', 'questions', 'chat', 'room.join', 'room.moderate'],
  invited: ['meta', 'times'],
};

/** Relations of people to cases and their windows: the only writer of `case_grant`. */
@Injectable()
export class CaseGrants {
  constructor(
    private readonly clock: Clock,
    private readonly realtime: Realtime,
  ) {}

  async grant(tx: Tx, grants: readonly NewGrant[]): Promise<void> {
    const validFrom = this.clock.now();
    await tx
      .repo(CaseGrantEntity)
      .insert(grants.map((grant) => ({ ...grant, id: newId(), scopes: [...scopes[grant.relation]], validFrom })));
    this.tell(tx, grants);
  }

  /**
   * Gives a person what comes after the invitation of a source: the relation before it is ended, not overwritten.
   * Works after the person had declined too; does nothing when the relation is there already.
   */
  async widen(tx: Tx, sourceId: string, personId: string, relation: CaseRelation): Promise<void> {
    const [latest] = await tx.repo(CaseGrantEntity).find({ where: { sourceId, personId }, order: { validFrom: 'DESC', id: 'DESC' }, take: 1 });
    if (!latest) throw new Error(`nothing was granted to ${personId} by ${sourceId}`);
    if (latest.relation === relation && latest.endedAt === null) return;
    await this.end(tx, sourceId, 'widened', personId);
    const { caseId, source, validUntil } = latest;
    await this.grant(tx, [{ caseId, personId, relation, source, sourceId, validUntil }]);
  }

  /** Ends what a source gave, to one person or to all; other relations of theirs stay. */
  async end(tx: Tx, sourceId: string, reason: string, personId?: string): Promise<void> {
    const where = { sourceId, endedAt: IsNull(), ...(personId === undefined ? {} : { personId }) };
    const ending = await tx.repo(CaseGrantEntity).findBy(where);
    if (ending.length === 0) return;
    await tx.repo(CaseGrantEntity).update({ id: In(ending.map(({ id }) => id)) }, { endedAt: this.clock.now(), endedReason: reason });
    this.tell(tx, ending);
  }

  /** Moves the end of the window of everything a source gave, ended or not: accepting later takes the window over. */
  async setEnd(tx: Tx, sourceId: string, validUntil: Date | null): Promise<void> {
    await tx.repo(CaseGrantEntity).update({ sourceId }, { validUntil });
  }

  /** Relations of a person to each of the cases that are alive now. */
  async relations(tx: Tx, personId: string, caseIds: readonly string[]): Promise<Map<string, CaseRelation[]>> {
    const byCase = new Map<string, CaseRelation[]>(caseIds.map((id) => [id, []]));
    if (caseIds.length === 0) return byCase;
    const rows = await this.live(tx)
      .andWhere('g.personId = :personId AND g.caseId IN (:...caseIds)', { personId, caseIds })
      .getMany();
    for (const { caseId, relation } of rows) byCase.get(caseId)?.push(relation);
    return byCase;
  }

  /** People with one of the relations to a case that are alive now, first come first. */
  async holders(tx: Tx, caseId: string, relations: readonly CaseRelation[]): Promise<string[]> {
    const rows = await this.live(tx)
      .andWhere('g.caseId = :caseId AND g.relation IN (:...relations)', { caseId, relations })
      .orderBy('g.validFrom')
      .addOrderBy('g.id')
      .getMany();
    return [...new Set(rows.map(({ personId }) => personId))];
  }

  private live(tx: Tx): SelectQueryBuilder<CaseGrantEntity> {
    return tx
      .repo(CaseGrantEntity)
      .createQueryBuilder('g')
      .where('g.endedAt IS NULL AND g.validFrom <= :now AND (g.validUntil IS NULL OR g.validUntil > :now)', { now: this.clock.now() });
  }

  /** An open page of somebody whose access changed fetches again and shows more, or nothing. */
  private tell(tx: Tx, changed: readonly { personId: string; caseId: string }[]): void {
    tx.afterCommit(() => {
      for (const id of new Set(changed.map(({ caseId }) => caseId))) {
        const rooms = changed.filter(({ caseId }) => caseId === id).map(({ personId }) => `person:${personId}`);
        this.realtime.notify(rooms, { topic: 'case', id });
      }
    });
  }
}
