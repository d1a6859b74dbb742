import { isCoordinatorOf } from '@app/accounts';
import type { CaseDetail, CaseState, InputOf, OutputOf, routes } from '@app/contracts';
import { keyPart, readCursor, writeCursor } from '@app/kernel';
import { AccessService, type Actor, Database, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { CaseContent } from './case-content.js';
import { CaseGrants, type NewGrant } from './case-grants.js';
import { CaseTrail } from './case-trail.js';
import { CaseViews } from './case-views.js';
import { type CaseFacts, type CaseHeaderRow, mayListCases, mayReadCase, relationOf, seesContent } from './cases.policy.js';
import { presentListItem } from './cases.presenter.js';
import { CasesRepository } from './cases.repository.js';

type Routes = typeof routes.cases;

const pageSize = 30;

/** Reading cases, and what other features need of them: facts for their policies, titles, owners, relations. */
@Injectable()
export class CasesService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly repository: CasesRepository,
    private readonly grants: CaseGrants,
    private readonly content: CaseContent,
    private readonly views: CaseViews,
    private readonly trail: CaseTrail,
  ) {}

  /** Cases the actor has a live relation to or coordinates, as the query narrows them, newest first. */
  async list(actor: Actor, { query }: InputOf<Routes['list']>): Promise<OutputOf<Routes['list']>> {
    this.access.ask('case.list', mayListCases());
    const after = readCursor(query.cursor, [keyPart.instant, keyPart.id]);
    const centreIds = actor.roles.flatMap(({ centreId }) => (centreId && isCoordinatorOf(actor, centreId) ? [centreId] : []));
    const visible = {
      ...(query.scope !== 'centre' && { personId: actor.personId }),
      ...(query.scope !== 'mine' && { centreIds }),
      ...(query.state && { state: query.state }),
    };
    return this.database.transaction(async (tx) => {
      const found = await this.repository.findVisible(tx, visible, after, pageSize + 1);
      const page = [...(await this.factsOf(tx, actor, found.slice(0, pageSize))).values()].filter(relationOf);
      const titles = await this.content.titles(tx, page.filter(seesContent).map(({ header }) => header.id));
      await this.trail.shown(tx, actor, 'case.listed', page);
      const last = found.length > pageSize ? found[pageSize - 1] : undefined;
      return {
        items: page.flatMap((facts) => {
          const relation = relationOf(facts);
          return relation ? [presentListItem(facts.header, relation, titles.get(facts.header.id) ?? null)] : [];
        }),
        next: last ? writeCursor([last.createdAt.toISOString(), last.id]) : null,
      };
    });
  }

  /** One case, as much of it as the actor's relation opens. */
  async get(actor: Actor, { params }: InputOf<Routes['get']>): Promise<CaseDetail> {
    return this.database.transaction(async (tx) => {
      const facts = await this.facts(tx, actor, params.id);
      this.access.ask('case.read', mayReadCase(facts));
      await this.trail.shown(tx, actor, 'case.read', facts ? [facts] : []);
      return this.views.show(tx, facts);
    });
  }

  /** Header and the actor's live relations; null for an unknown case. Ask a policy with it. */
  async facts(tx: Tx, actor: Actor, caseId: string): Promise<CaseFacts | null> {
    return (await this.factsOfMany(tx, actor, [caseId])).get(caseId) ?? null;
  }

  /** `facts` of the cases that exist. */
  async factsOfMany(tx: Tx, actor: Actor, caseIds: readonly string[]): Promise<Map<string, CaseFacts>> {
    return this.factsOf(tx, actor, await this.repository.findMany(tx, caseIds));
  }

  /** Headers of the cases that exist. */
  async headers(tx: Tx, caseIds: readonly string[]): Promise<Map<string, CaseHeaderRow>> {
    return new Map((await this.repository.findMany(tx, caseIds)).map((header) => [header.id, header]));
  }

  /** Working titles. They are content: the caller has asked a policy and writes the access log. */
  titles(tx: Tx, caseIds: readonly string[]): Promise<Map<string, string>> {
    return this.content.titles(tx, caseIds);
  }

  /** People who own the case now, first owner first. */
  owners(tx: Tx, caseId: string): Promise<string[]> {
    return this.grants.holders(tx, caseId, ['owner']);
  }

  /** Gives people relations to a case. */
  grant(tx: Tx, grants: readonly NewGrant[]): Promise<void> {
    return this.grants.grant(tx, grants);
  }

  /** Turns what a source (an invitation) gave a person into more; also after it had been ended. */
  widen(tx: Tx, { sourceId, personId, relation }: Pick<NewGrant, 'personId' | 'relation'> & { sourceId: string }): Promise<void> {
    return this.grants.widen(tx, sourceId, personId, relation);
  }

  /** Ends what a source gave, to one person or to all; their other relations stay. */
  endGrants(tx: Tx, { sourceId, personId, reason }: { sourceId: string; personId?: string; reason: string }): Promise<void> {
    return this.grants.end(tx, sourceId, reason, personId);
  }

  /** Moves the end of the window of what a source gave. */
  setGrantEnd(tx: Tx, { sourceId, validUntil }: { sourceId: string; validUntil: Date | null }): Promise<void> {
    return this.grants.setEnd(tx, sourceId, validUntil);
  }

  /** Holds the state of a case until the transaction ends. Comes after all other locks. */
  lock(tx: Tx, caseId: string): Promise<void> {
    return this.repository.lock(tx, caseId);
  }

  /** Moves the case on its way; does nothing when it is there already. */
  async setState(tx: Tx, caseId: string, state: CaseState): Promise<void> {
    for (const header of await this.repository.setState(tx, caseId, state)) await this.trail.announce(tx, header);
  }

  private async factsOf(tx: Tx, actor: Actor, headers: readonly CaseHeaderRow[]): Promise<Map<string, CaseFacts>> {
    const relations = await this.grants.relations(tx, actor.personId, headers.map(({ id }) => id));
    return new Map(
      headers.map((header) => [
        header.id,
        { header, relations: relations.get(header.id) ?? [], coordinates: isCoordinatorOf(actor, header.centreId) },
      ]),
    );
  }
}
