import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** One room of a meeting. A lost or left room is never re-used: the next one has the next epoch and a new name. */
@Entity('meeting_room')
@Unique('meeting_room_epoch', ['sittingId', 'epoch'])
@Unique('meeting_room_name', ['name'])
@Check('meeting_room_mode', `mode IN ('livekit', 'direct')`)
@Index('meeting_room_live', ['sittingId'], { where: 'ended_at IS NULL' })
export class MeetingRoomEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'meeting_room_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('integer') epoch!: number;
  @Column('text') mode!: 'livekit' | 'direct';
  /** Address of the media server as this server reaches it; null in direct mode. */
  @Column('text', { nullable: true }) server!: string | null;
  @Column('text') name!: string;
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
  /** Since when it can be joined. */
  @Column('timestamptz', { name: 'ready_at', nullable: true }) readyAt!: Date | null;
  /** When a look at its media server last showed it; kept here because whoever looked may be gone together with it. */
  @Column('timestamptz', { name: 'seen_at', nullable: true }) seenAt!: Date | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
