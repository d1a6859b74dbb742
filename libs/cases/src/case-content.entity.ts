import type { SectionName } from '@app/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The working title. Read and written by `CaseContent` alone. */
@Entity('case_content')
export class CaseContentEntity {
  @PrimaryColumn('uuid', { name: 'case_id', primaryKeyConstraintName: 'case_content_pk' }) caseId!: string;
  @Column('text') title!: string;
}

/** The current text of a section. Read and written by `CaseContent` alone. */
@Entity('case_section')
@Check('case_section_name', `section IN ('question', 'background', 'tried', 'childView', 'hopes')`)
export class CaseSectionEntity {
  @PrimaryColumn('uuid', { name: 'case_id', primaryKeyConstraintName: 'case_section_pk' }) caseId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'case_section_pk' }) section!: SectionName;
  @Column('integer') version!: number;
  @Column('text') text!: string;
  @Column('uuid', { name: 'updated_by' }) updatedBy!: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}

/** Every version of every section, the current one included; only added to. */
@Entity('case_section_history')
export class CaseSectionHistoryEntity {
  @PrimaryColumn('uuid', { name: 'case_id', primaryKeyConstraintName: 'case_section_history_pk' }) caseId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'case_section_history_pk' }) section!: SectionName;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'case_section_history_pk' }) version!: number;
  @Column('text') text!: string;
  @Column('uuid', { name: 'written_by' }) writtenBy!: string;
  @Column('timestamptz', { name: 'written_at' }) writtenAt!: Date;
}
