import type { ConsultationState, Partstat, Seat } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A time range people meet in; its id is the `group_id` of everybody's calendar entry. */
@Entity('sitting')
@Unique('sitting_uid', ['icalUid'])
@Check('sitting_range', 'ends_at > starts_at')
@Check('sitting_time', '(starts_at IS NULL) = (ends_at IS NULL)')
@Index('sitting_centre_start', ['centreId', 'startsAt'])
export class SittingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sitting_pk' }) id!: string;
  @Column('uuid', { name: 'centre_id' }) centreId!: string;
  /** Null while its times are open, and for good when none of them was confirmed. */
  @Column('timestamptz', { name: 'starts_at', nullable: true }) startsAt!: Date | null;
  @Column('timestamptz', { name: 'ends_at', nullable: true }) endsAt!: Date | null;
  /** IANA zone the time was given in. */
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  @Column('text', { name: 'ical_uid' }) icalUid!: string;
  /** iCalendar SEQUENCE: rises with each change of time and with the cancellation. */
  @Column('integer', { default: 0 }) sequence!: number;
  /** When a moderator opened the door before its usual time. */
  @Column('timestamptz', { name: 'opened_at', nullable: true }) openedAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** A sitting that has a time. */
export type PlacedSitting = SittingEntity & { startsAt: Date; endsAt: Date };

/** One case in a sitting. */
@Entity('consultation')
@Check('consultation_state', `state IN ('times_open', 'booked', 'in_session', 'ended', 'cancelled')`)
@Index('consultation_case_id', ['caseId'])
@Index('consultation_sitting_id', ['sittingId'])
export class ConsultationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'consultation_pk' }) id!: string;
  @Column('uuid', { name: 'case_id' }) caseId!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('text') state!: ConsultationState;
  @Column('uuid', { name: 'booked_by' }) bookedBy!: string;
  @Column('text', { name: 'override_reason', nullable: true }) overrideReason!: string | null;
  @Column('text', { name: 'cancel_reason', nullable: true }) cancelReason!: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

/** One person in a sitting and the answer to the invitation. */
@Entity('participation')
@Unique('participation_once', ['sittingId', 'personId'])
@Check('participation_seat', `seat IN ('chair', 'requester', 'coordinator', 'expert')`)
@Check('participation_partstat', `partstat IN ('needs-action', 'accepted', 'declined', 'tentative')`)
@Check('participation_standing', `standing IN ('in', 'substitute', 'stood_down')`)
@Index('participation_person_id', ['personId'])
export class ParticipationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'participation_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') seat!: Seat;
  @Column('boolean') required!: boolean;
  @Column('text') partstat!: Partstat;
  /** SEQUENCE the answer was given to. */
  @Column('integer', { name: 'partstat_sequence' }) partstatSequence!: number;
  /** Null while unanswered, and where one counts as accepted without being asked. */
  @Column('timestamptz', { name: 'responded_at', nullable: true }) respondedAt!: Date | null;
  /** `substitute`: asked when a seat opens. `stood_down`: not needed any more; for everybody else as if never invited. */
  @Column('text', { default: 'in' }) standing!: 'in' | 'substitute' | 'stood_down';
  /** The need whose seat the person has or is asked to take; null for those who come whatever their role. */
  @Column('uuid', { name: 'need_id', nullable: true }) needId!: string | null;
}

/** A role of the panel and how many of it are needed. */
@Entity('need')
@Index('need_sitting_id', ['sittingId'])
export class NeedEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'need_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('text') role!: string;
  @Column('smallint') k!: number;
  /** Whether there is no meeting without it. */
  @Column('boolean') required!: boolean;
  @Column('smallint', { default: 0 }) position!: number;
}

/** Somebody who could take a seat of a need. */
@Entity('need_candidate')
export class NeedCandidateEntity {
  @PrimaryColumn('uuid', { name: 'need_id', primaryKeyConstraintName: 'need_candidate_pk' }) needId!: string;
  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'need_candidate_pk' }) personId!: string;
  @Column('smallint') position!: number;
}
