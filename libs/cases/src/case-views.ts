import { PeopleService } from '@app/accounts';
import type { CaseDetail, Section } from '@app/contracts';
import type { Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { CaseContent, type SectionRow } from './case-content.js';
import { CaseGrants } from './case-grants.js';
import { type CaseFacts, mayBookCase, mayEditCase, mayManageCase, relationOf, seesContent } from './cases.policy.js';
import { presentCase, presentSection } from './cases.presenter.js';
import { isOpen } from './cases.rules.js';

/** Gathers what a reader is shown of a case, no more than the relation allows. */
@Injectable()
export class CaseViews {
  constructor(
    private readonly people: PeopleService,
    private readonly reference: ReferenceService,
    private readonly grants: CaseGrants,
    private readonly content: CaseContent,
  ) {}

  async show(tx: Tx, facts: CaseFacts | null): Promise<CaseDetail> {
    const relation = facts && relationOf(facts);
    if (!relation) throw new Error('a case is shown to a stranger');
    const { header } = facts;
    const content = seesContent(facts) ? await this.content.read(tx, header.id) : null;
    // An invitation tells nobody's name before it is accepted.
    const owners = relation === 'invited' ? [] : await this.grants.holders(tx, header.id, ['owner']);
    const writers = content ? Object.values(content.sections).map(({ updatedBy }) => updatedBy) : [];
    const cards = await this.people.cards(tx, [...new Set([...owners, ...writers])]);
    const centre = await this.reference.centre(tx, header.centreId);
    const may = {
      edit: mayEditCase(facts).allow,
      share: isOpen(header.state) && mayManageCase(facts).allow,
      book: mayBookCase(facts, centre).allow,
    };
    return presentCase({ header, relation, owners, content, may, cards });
  }

  async section(tx: Tx, row: SectionRow): Promise<Section> {
    return presentSection(row, await this.people.cards(tx, [row.updatedBy]));
  }
}
