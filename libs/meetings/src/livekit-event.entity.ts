import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Inbox of the media server's webhooks: each event id once, processed later and in any order. */
@Entity('livekit_event')
@Index('livekit_event_waiting', ['receivedAt'], { where: 'processed_at IS NULL' })
export class LiveKitEventEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'livekit_event_pk' }) id!: string;
  @Column('text') event!: string;
  @Column('text', { name: 'room_name' }) roomName!: string;
  @Column('text', { nullable: true }) identity!: string | null;
  @Column('text', { name: 'participant_sid', nullable: true }) participantSid!: string | null;
  @Column('timestamptz', { name: 'happened_at' }) happenedAt!: Date;
  @Column('timestamptz', { name: 'joined_at', nullable: true }) joinedAt!: Date | null;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('timestamptz', { name: 'processed_at', nullable: true }) processedAt!: Date | null;
}
