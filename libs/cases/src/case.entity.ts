import type { AgeBand, CaseState, Language } from '@app/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What may be known of a case without reading it. */
@Entity('case_header')
@Unique('case_header_number', ['number'])
@Check('case_header_state', `state IN ('submitted', 'times_open', 'booked', 'in_session', 'closed')`)
@Index('case_header_centre_created', ['centreId', 'createdAt'])
export class CaseHeaderEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'case_header_pk' }) id!: string;
  @Column('text') number!: string;
  @Column('uuid', { name: 'centre_id' }) centreId!: string;
  @Column('text', { name: 'county_code' }) countyCode!: string;
  @Column('text', { array: true }) themes!: string[];
  @Column('text', { name: 'age_band' }) ageBand!: AgeBand;
  @Column('text') language!: Language;
  @Column('text') state!: CaseState;
  @Column('integer', { default: 1 }) version!: number;
  @Column('uuid', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}
