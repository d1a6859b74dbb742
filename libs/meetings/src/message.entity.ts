import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A chat message; it stays with the case. */
@Entity('message')
@Index('message_consultation_sent', ['consultationId', 'sentAt'])
export class MessageEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'message_pk' }) id!: string;
  @Column('uuid', { name: 'sitting_id' }) sittingId!: string;
  @Column('uuid', { name: 'consultation_id' }) consultationId!: string;
  @Column('uuid', { name: 'person_id' }) personId!: string;
  @Column('text') text!: string;
  @Column('timestamptz', { name: 'sent_at' }) sentAt!: Date;
}
