import type { CaseDetail, CaseListItem, CaseRelation, PersonCard, Section } from '@app/contracts';
import { type SectionName, sectionName } from '@app/contracts';
import type { Content, SectionRow } from './case-content.js';
import type { CaseHeaderRow } from './cases.policy.js';

/** Everything a case is shown from; `content` is null for those who see the header only. */
export interface ShownCase {
  readonly header: CaseHeaderRow;
  readonly relation: CaseRelation;
  /** First owner first; empty for those who are not told names yet. */
  readonly owners: readonly string[];
  readonly content: Content | null;
  readonly may: CaseDetail['may'];
  readonly cards: ReadonlyMap<string, PersonCard>;
}

export function presentCase({ header, relation, owners, content, may, cards }: ShownCase): CaseDetail {
  return {
    ...presentHeader(header, relation),
    relation,
    owners: owners.flatMap((personId) => cards.get(personId) ?? []),
    content: content && { title: content.title, sections: presentSections(content, cards) },
    may,
  };
}

export function presentListItem(header: CaseHeaderRow, relation: CaseRelation, title: string | null): CaseListItem {
  return { ...presentHeader(header, relation), relation, title };
}

export function presentSection(row: SectionRow, cards: ReadonlyMap<string, PersonCard>): Section {
  return {
    version: row.version,
    text: row.text,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: { personId: row.updatedBy, name: cards.get(row.updatedBy)?.name ?? '' },
  };
}

function presentSections(content: Content, cards: ReadonlyMap<string, PersonCard>): Record<SectionName, Section> {
  const entries = sectionName.options.map((name) => [name, presentSection(content.sections[name], cards)] as const);
  return Object.fromEntries(entries) as Record<SectionName, Section>;
}

function presentHeader(header: CaseHeaderRow, relation: CaseRelation) {
  const { id, number, state, version, centreId, countyCode, themes, ageBand, language, createdAt } = header;
  return { id, number: relation === 'invited' ? null : number, state, version, centreId, county: countyCode, themes, ageBand, language, createdAt: createdAt.toISOString() };
}
