import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** The door of a meeting: its row lock orders every change, its version rises with each. */
@Entity('meeting_door')
export class MeetingDoorEntity {
  @PrimaryColumn('uuid', { name: 'sitting_id', primaryKeyConstraintName: 'meeting_door_pk' }) sittingId!: string;
  @Column('text', { name: 'lobby_message', nullable: true }) lobbyMessage!: string | null;
  @Column('uuid', { name: 'lobby_message_by', nullable: true }) lobbyMessageBy!: string | null;
  @Column('timestamptz', { name: 'lobby_message_at', nullable: true }) lobbyMessageAt!: Date | null;
  @Column('integer', { default: 1 }) version!: number;
}

/** Where somebody stands at the door, whether connected or not. */
@Entity('meeting_admission')
@Check('meeting_admission_state', `state IN ('waiting', 'admitted', 'denied', 'removed')`)
@Index('meeting_admission_sitting', ['sittingId'])
export class MeetingAdmissionEntity {
  @PrimaryColumn('uuid', { name: 'participation_id', primaryKeyConstraintName: 'meeting_admission_pk' }) participationId!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('text') state!: 'waiting' | 'admitted' | 'denied' | 'removed';
  @Column('timestamptz') since!: Date;
  @Column('uuid', { name: 'decided_by', nullable: true }) decidedBy!: string | null;
}

/** One open socket of somebody at the door or in the meeting. */
@Entity('meeting_connection')
@Unique('meeting_connection_socket', ['socketId', 'sittingId'])
@Index('meeting_connection_sitting', ['sittingId'])
export class MeetingConnectionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'meeting_connection_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('uuid', { name: 'participation_id' }) participationId!: string;
  @Column('text', { name: 'device_session' }) deviceSession!: string;
  @Column('text', { name: 'socket_id' }) socketId!: string;
  @Column('boolean', { name: 'mic_on', default: false }) micOn!: boolean;
  @Column('boolean', { name: 'camera_on', default: false }) cameraOn!: boolean;
  @Column('timestamptz', { name: 'connected_at' }) connectedAt!: Date;
  /** Last time the process that holds the socket said so; old ones are swept. */
  @Column('timestamptz', { name: 'seen_at' }) seenAt!: Date;
}
