import { type SectionName, sectionName } from '@app/contracts';
import { Clock } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CaseContentEntity, CaseSectionEntity, CaseSectionHistoryEntity } from './case-content.entity.js';

export type SectionRow = Readonly<CaseSectionEntity>;

/** Title and sections of one case. */
export interface Content {
  readonly title: string;
  readonly sections: Readonly<Record<SectionName, SectionRow>>;
}

/** Outcome of saving a section; when `saved` is false, `current` is what somebody else wrote meanwhile. */
export interface SectionSave {
  readonly saved: boolean;
  readonly current: SectionRow;
}

/**
 * The only code that touches what a case says. Encryption per case belongs here and nowhere else.
 * It does not decide access and does not write the access log: whoever calls it does both in the same transaction.
 */
@Injectable()
export class CaseContent {
  constructor(private readonly clock: Clock) {}

  /** Writes the first version of every section; those not given begin empty. */
  async create(tx: Tx, caseId: string, title: string, texts: Partial<Record<SectionName, string>>, writer: string): Promise<void> {
    const now = this.clock.now();
    const sections = sectionName.options.map((section) => ({ caseId, section, version: 1, text: texts[section] ?? '' }));
    await tx.repo(CaseContentEntity).insert({ caseId, title });
    await tx.repo(CaseSectionEntity).insert(sections.map((section) => ({ ...section, updatedBy: writer, updatedAt: now })));
    await tx.repo(CaseSectionHistoryEntity).insert(sections.map((section) => ({ ...section, writtenBy: writer, writtenAt: now })));
  }

  async read(tx: Tx, caseId: string): Promise<Content> {
    const { title } = await tx.repo(CaseContentEntity).findOneByOrFail({ caseId });
    const rows = await tx.repo(CaseSectionEntity).findBy({ caseId });
    const sections = Object.fromEntries(rows.map((row) => [row.section, row])) as Record<SectionName, SectionRow>;
    return { title, sections };
  }

  /** Working titles by case. */
  async titles(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string>> {
    if (caseIds.length === 0) return new Map();
    const rows = await tx.repo(CaseContentEntity).findBy({ caseId: In([...caseIds]) });
    return new Map(rows.map((row) => [row.caseId, row.title]));
  }

  async retitle(tx: Tx, caseId: string, title: string): Promise<void> {
    await tx.repo(CaseContentEntity).update({ caseId }, { title });
  }

  /** Saves a section over the version the writer has seen; two texts never overwrite each other. */
  async save(tx: Tx, caseId: string, section: SectionName, seenVersion: number, text: string, writer: string): Promise<SectionSave> {
    const now = this.clock.now();
    const version = seenVersion + 1;
    const { affected } = await tx
      .repo(CaseSectionEntity)
      .update({ caseId, section, version: seenVersion }, { version, text, updatedBy: writer, updatedAt: now });
    if (affected === 1) {
      await tx.repo(CaseSectionHistoryEntity).insert({ caseId, section, version, text, writtenBy: writer, writtenAt: now });
    }
    const current = await tx.repo(CaseSectionEntity).findOneByOrFail({ caseId, section });
    return { saved: affected === 1, current };
  }
}
