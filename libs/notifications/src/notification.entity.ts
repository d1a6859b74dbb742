import type { NotificationKind } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** One line of somebody's bell. Says that something happened to a consultation, never what the case is about. */
@Entity('notification')
@Unique('notification_once', ['personId', 'kind', 'consultationId', 'version', 'occasion'])
@Check(
  'notification_kind',
  `kind IN ('invited', 'moved', 'cancelled', 'reminder', 'declined', 'waiting', 'asked', 'confirmed', 'stood_down', 'hold_released', 'hold_stuck', 'hold_expired')`,
)
@Index('notification_person_new', ['personId', 'id'])
export class NotificationEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'notification_pk' }) id!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') kind!: NotificationKind;
  @Column('uuid', { name: 'consultation_id' }) consultationId!: string;
  /** ISO 8601 duration before the start for reminders; tells repeated lines of the same kind apart. */
  @Column('text', { nullable: true }) occasion!: string | null;
  /** SEQUENCE of the sitting it was said about. */
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'starts_at', nullable: true }) startsAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'read_at', nullable: true }) readAt!: Date | null;
}
