import type { Availability, CalendarFeed } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What can be booked: a person, later a room. */
@Entity('resource')
@Unique('resource_person_once', ['personId'])
@Check('resource_kind', `kind IN ('person', 'room')`)
export class ResourceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'resource_pk' }) id!: string;
  @Column('text') kind!: 'person' | 'room';
  @Column('uuid', { name: 'person_id', nullable: true }) personId!: string | null;
  /** Rises with every change of the resource's entries; what was computed under an older one is out of date. */
  @Column('bigint', { name: 'busy_version', default: 1 }) busyVersion!: string;
}

/** When a resource takes meetings: wall time in its own zone. */
@Entity('availability')
export class AvailabilityEntity {
  @PrimaryColumn('uuid', { name: 'resource_id', primaryKeyConstraintName: 'availability_pk' }) resourceId!: string;
  /** IANA zone that the weekly hours are told in. */
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  @Column('jsonb') weekly!: Availability['weekly'];
  @Column('jsonb', { default: [] }) exceptions!: Availability['exceptions'];
  @Column('jsonb', { default: [] }) leaves!: Availability['leaves'];
  @Column('integer', { name: 'minimum_notice_minutes' }) minimumNoticeMinutes!: number;
  /** How many days ahead others may book. */
  @Column('smallint', { name: 'horizon_days', default: 365 }) horizonDays!: number;
  @Column('smallint', { name: 'buffer_before_minutes' }) bufferBeforeMinutes!: number;
  @Column('smallint', { name: 'buffer_after_minutes' }) bufferAfterMinutes!: number;
  /** Most meetings in a calendar week / month of the own zone; null: no limit. */
  @Column('smallint', { name: 'weekly_cap', nullable: true }) weeklyCap!: number | null;
  @Column('smallint', { name: 'monthly_cap', nullable: true }) monthlyCap!: number | null;
  @Column('bigint', { default: 1 }) version!: string;
}

/** A subscribed calendar. The busy times read from it are in `feed_busy`. */
@Entity('calendar_feed')
@Unique('calendar_feed_once', ['resourceId', 'url'])
@Index('calendar_feed_due', ['nextAttemptAt'])
@Check('calendar_feed_state', `state IN ('waiting', 'ok', 'failing')`)
export class CalendarFeedEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'calendar_feed_pk' }) id!: string;
  @Column('uuid', { name: 'resource_id' }) resourceId!: string;
  @Column('text') label!: string;
  /** A secret: whoever knows it reads the calendar. */
  @Column('text') url!: string;
  /** What the server said of the copy that counts; sent back, so that it need not send the same again. */
  @Column('text', { nullable: true }) etag!: string | null;
  @Column('text', { name: 'last_modified', nullable: true }) lastModified!: string | null;
  @Column('text', { default: 'waiting' }) state!: CalendarFeed['state'];
  @Column('text', { nullable: true }) problem!: CalendarFeed['problem'];
  /** Attempts that have failed one after the other. */
  @Column('smallint', { default: 0 }) failures!: number;
  /** When the whole of it was read last: its busy times reach a fixed way ahead from here. */
  @Column('timestamptz', { name: 'read_at', nullable: true }) readAt!: Date | null;
  /** When the copy that counts was fetched. */
  @Column('timestamptz', { name: 'last_success_at', nullable: true }) lastSuccessAt!: Date | null;
  @Column('timestamptz', { name: 'last_attempt_at', nullable: true }) lastAttemptAt!: Date | null;
  @Column('timestamptz', { name: 'next_attempt_at' }) nextAttemptAt!: Date;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
