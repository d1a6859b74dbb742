import type { WeeklyHours } from '@app/scheduling';
import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

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
  @Column('jsonb') weekly!: readonly WeeklyHours[];
  @Column('integer', { name: 'minimum_notice_minutes' }) minimumNoticeMinutes!: number;
  @Column('smallint', { name: 'buffer_before_minutes' }) bufferBeforeMinutes!: number;
  @Column('smallint', { name: 'buffer_after_minutes' }) bufferAfterMinutes!: number;
  @Column('bigint', { default: 1 }) version!: string;
}
