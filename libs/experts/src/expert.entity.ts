import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the expert bank knows of a person beyond the account. */
@Entity('expert')
@Index('expert_themes', { synchronize: false })
export class ExpertEntity {
  @PrimaryColumn('uuid', { name: 'person_id', primaryKeyConstraintName: 'expert_pk' }) personId!: string;
  /** Theme codes. */
  @Column('text', { array: true, default: '{}' }) themes!: string[];
  /** Languages the expert works in. */
  @Column('text', { array: true, default: '{fi}' }) languages!: string[];
}
