import type { CaseRelation } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a relation rests on. */
export type GrantSource = 'ownership' | 'invitation' | 'assignment';

/** A relation of a person to a case, alive from `validFrom` until `validUntil` or `endedAt`, whichever is first. */
@Entity('case_grant')
@Check('case_grant_relation', `relation IN ('owner', 'coordinator', 'invited', 'expert')`)
@Check('case_grant_source', `source IN ('ownership', 'invitation', 'assignment')`)
@Index('case_grant_person_live', ['personId', 'caseId'], { where: 'ended_at IS NULL' })
@Index('case_grant_case_live', ['caseId'], { where: 'ended_at IS NULL' })
export class CaseGrantEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'case_grant_pk' }) id!: string;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') relation!: CaseRelation;
  @Column('text', { array: true }) scopes!: string[];
  @Column('text') source!: GrantSource;
  /** The consultation of an invitation; null for ownership. */
  @Column('uuid', { name: 'source_id', nullable: true }) sourceId!: string | null;
  @Column('timestamptz', { name: 'valid_from' }) validFrom!: Date;
  @Column('timestamptz', { name: 'valid_until', nullable: true }) validUntil!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('text', { name: 'ended_reason', nullable: true }) endedReason!: string | null;
}
