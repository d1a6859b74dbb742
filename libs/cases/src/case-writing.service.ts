import { PeopleService } from '@app/accounts';
import type { CaseDetail, InputOf, routes, Section } from '@app/contracts';
import { Clock, DomainError, newId } from '@app/kernel';
import { AccessService, type Actor, Database, type Decision, type PolicyName, type Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { CaseContent } from './case-content.js';
import { CaseGrants, type NewGrant } from './case-grants.js';
import { CaseTrail } from './case-trail.js';
import { CaseViews } from './case-views.js';
import { type CaseFacts, type CaseHeaderRow, mayCreateCase, mayEditCase, mayManageCase } from './cases.policy.js';
import { CasesRepository } from './cases.repository.js';
import { caseNumber, isOpen, numberingYear, refuseIdentityCodes } from './cases.rules.js';
import { CasesService } from './cases.service.js';

type Routes = typeof routes.cases;

/** Opening, changing and sharing cases. */
@Injectable()
export class CaseWritingService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly reference: ReferenceService,
    private readonly people: PeopleService,
    private readonly cases: CasesService,
    private readonly repository: CasesRepository,
    private readonly grants: CaseGrants,
    private readonly content: CaseContent,
    private readonly views: CaseViews,
    private readonly trail: CaseTrail,
  ) {}

  /** Opens a case: it gets its number, its centre and its owners, and is submitted. */
  async create(actor: Actor, { body }: InputOf<Routes['create']>): Promise<CaseDetail> {
    this.access.ask('case.create', mayCreateCase(actor));
    const { title, question, sections, coOwnerIds = [] } = body;
    refuseIdentityCodes({ title, question, ...underSections(sections ?? {}) });
    await this.reference.assertKnown({ themes: body.themes, county: body.county });
    return this.database.transaction(async (tx) => {
      await this.assertProfessionals(tx, coOwnerIds, (index) => `coOwnerIds.${index}`);
      const header = await this.open(tx, actor, body);
      await this.content.create(tx, header.id, title, { question, ...sections }, actor.personId);
      await this.grants.grant(tx, [...new Set([actor.personId, ...coOwnerIds])].map((personId) => ownership(header.id, personId)));
      const facts = await this.cases.facts(tx, actor, header.id);
      if (facts) await this.trail.log(tx, actor, facts, { action: 'case.created', operation: 'C', fields: ['header', 'title', 'sections', 'owners'] });
      await this.trail.announce(tx, header, header.version);
      return this.views.show(tx, facts);
    });
  }

  /**
   * Changes title, themes, age band or language.
   * @throws {DomainError} `version.stale` with the case as it is now as `current`
   */
  async update(actor: Actor, { params, body }: InputOf<Routes['update']>): Promise<CaseDetail> {
    const { version, title, ...changes } = body;
    refuseIdentityCodes({ title });
    await this.reference.assertKnown({ themes: changes.themes ?? [] });
    const { saved, shown } = await this.database.transaction(async (tx) => {
      await this.requireManageable(tx, actor, params.id);
      const saved = await this.repository.update(tx, params.id, version, changes);
      if (saved && title !== undefined) await this.content.retitle(tx, params.id, title);
      const facts = await this.requireManageable(tx, actor, params.id);
      if (saved) {
        const fields = Object.keys(body).filter((key) => key !== 'version');
        await this.trail.log(tx, actor, facts, { action: 'case.updated', operation: 'U', fields });
        await this.trail.announce(tx, facts.header, facts.header.version);
      } else {
        await this.trail.shown(tx, actor, 'case.read', [facts]);
      }
      return { saved, shown: await this.views.show(tx, facts) };
    });
    // Thrown only after the commit: the current text is shown, so the look at it has to be in the access log.
    if (!saved) throw new DomainError('version.stale', { current: shown });
    return shown;
  }

  /**
   * Saves one section.
   * @throws {DomainError} `version.stale` with the section as it is now as `current`
   */
  async updateSection(actor: Actor, { params, body }: InputOf<Routes['updateSection']>): Promise<Section> {
    const { id, section } = params;
    refuseIdentityCodes({ text: body.text });
    const { saved, shown } = await this.database.transaction(async (tx) => {
      const facts = await this.require(tx, actor, id, 'case.edit', mayEditCase);
      const { saved, current } = await this.content.save(tx, id, section, body.version, body.text, actor.personId);
      const fields = [`sections.${section}`];
      if (saved) {
        await this.trail.log(tx, actor, facts, { action: 'case.section_updated', operation: 'U', fields });
        await this.trail.announce(tx, facts.header);
      } else {
        await this.trail.log(tx, actor, facts, { action: 'case.read', operation: 'R', fields });
      }
      return { saved, shown: await this.views.section(tx, current) };
    });
    if (!saved) throw new DomainError('version.stale', { current: shown });
    return shown;
  }

  /** Shares the ownership with a colleague; nothing changes when they own the case already. */
  async addOwner(actor: Actor, { params, body }: InputOf<Routes['addOwner']>): Promise<CaseDetail> {
    return this.database.transaction(async (tx) => {
      const facts = await this.requireManageable(tx, actor, params.id);
      await this.assertProfessionals(tx, [body.personId], () => 'personId');
      const owners = await this.cases.owners(tx, params.id);
      if (!owners.includes(body.personId)) {
        await this.grants.grant(tx, [ownership(params.id, body.personId)]);
        await this.trail.announce(tx, facts.header);
      }
      await this.trail.log(tx, actor, facts, { action: 'case.shared', operation: 'U', fields: ['owners'] });
      return this.views.show(tx, facts);
    });
  }

  private async open(tx: Tx, actor: Actor, body: InputOf<Routes['create']>['body']): Promise<CaseHeaderRow> {
    const now = this.clock.now();
    const centreId = await this.reference.centreOfCounty(tx, body.county, now);
    if (!centreId) throw new DomainError('request.invalid', { fields: [{ path: 'county', message: 'has no centre' }] });
    const year = numberingYear(now);
    const header: CaseHeaderRow = {
      id: newId(),
      number: caseNumber(year, await this.repository.nextOrdinal(tx, year)),
      centreId,
      countyCode: body.county,
      themes: [...new Set(body.themes)],
      ageBand: body.ageBand,
      language: body.language,
      state: 'submitted',
      version: 1,
      createdBy: actor.personId,
      createdAt: now,
    };
    await this.repository.insert(tx, header);
    return header;
  }

  /** The facts of a case that may be managed and is still open. */
  private async requireManageable(tx: Tx, actor: Actor, caseId: string): Promise<CaseFacts> {
    const facts = await this.require(tx, actor, caseId, 'case.manage', mayManageCase);
    if (!isOpen(facts.header.state)) throw new DomainError('case.wrong_state');
    return facts;
  }

  private async require(tx: Tx, actor: Actor, caseId: string, policy: PolicyName, may: (facts: CaseFacts | null) => Decision): Promise<CaseFacts> {
    const facts = await this.cases.facts(tx, actor, caseId);
    this.access.ask(policy, may(facts));
    if (!facts) throw new DomainError('not_found');
    return facts;
  }

  private async assertProfessionals(tx: Tx, personIds: readonly string[], path: (index: number) => string): Promise<void> {
    if (personIds.length === 0) return;
    const known = await this.people.holders(tx, personIds, ['professional', 'coordinator']);
    const fields = personIds.flatMap((id, index) => (known.has(id) ? [] : [{ path: path(index), message: 'is nobody who can own a case' }]));
    if (fields.length > 0) throw new DomainError('request.invalid', { fields });
  }
}

function ownership(caseId: string, personId: string): NewGrant {
  return { caseId, personId, relation: 'owner', source: 'ownership', sourceId: null, validUntil: null };
}

function underSections(sections: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(sections).map(([name, text]) => [`sections.${name}`, text]));
}
