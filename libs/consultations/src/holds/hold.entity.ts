import type { TimeAnswer } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What became of the times of a hold. */
export type HoldOutcome = 'confirmed' | 'released' | 'expired';

/** A sitting whose times are kept for a panel until its people have answered. */
@Entity('hold')
@Check('hold_outcome', `outcome IN ('confirmed', 'released', 'expired')`)
@Check('hold_closed', '(outcome IS NULL) = (closed_at IS NULL)')
export class HoldEntity {
  @PrimaryColumn('uuid', { name: 'sitting_id', primaryKeyConstraintName: 'hold_pk' }) sittingId!: string;
  @Column('smallint', { name: 'duration_minutes' }) durationMinutes!: number;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  /** Null while open. */
  @Column('text', { nullable: true }) outcome!: HoldOutcome | null;
  @Column('uuid', { name: 'confirmed_time_id', nullable: true }) confirmedTimeId!: string | null;
  @Column('timestamptz', { name: 'closed_at', nullable: true }) closedAt!: Date | null;
  /** No time can be completed by the answers still to come, and nobody is left to ask; who holds it has been told. */
  @Column('boolean', { default: false }) stuck!: boolean;
}

/** One of the times. */
@Entity('hold_time')
@Unique('hold_time_once', ['sittingId', 'startsAt'])
@Check('hold_time_range', 'ends_at > starts_at')
export class HoldTimeEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'hold_time_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('timestamptz', { name: 'starts_at' }) startsAt!: Date;
  @Column('timestamptz', { name: 'ends_at' }) endsAt!: Date;
}

/** What one person says of one time; there from the moment the person is asked. */
@Entity('hold_answer')
@Check('hold_answer_answer', `answer IN ('works', 'if_needed', 'no')`)
@Index('hold_answer_participation_id', ['participationId'])
export class HoldAnswerEntity {
  @PrimaryColumn('uuid', { name: 'time_id', primaryKeyConstraintName: 'hold_answer_pk' }) timeId!: string;
  @PrimaryColumn('uuid', { name: 'participation_id', primaryKeyConstraintName: 'hold_answer_pk' }) participationId!: string;
  @Column('text', { nullable: true }) answer!: TimeAnswer | null;
  /** Whether the time is kept free in the person's calendar. */
  @Column('boolean') held!: boolean;
}
