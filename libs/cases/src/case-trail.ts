import { PeopleService } from '@app/accounts';
import { AuditService } from '@app/audit';
import { type Actor, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { CaseGrants } from './case-grants.js';
import { type CaseFacts, type CaseHeaderRow, relationOf, seesContent } from './cases.policy.js';

/** What was done to a case, and to which of its fields. */
interface Deed {
  readonly action: string;
  readonly operation: 'C' | 'R' | 'U';
  readonly fields: readonly string[];
}

/** What every look at a case and every change of it leaves behind: rows in the access log, notices to open pages. */
@Injectable()
export class CaseTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly people: PeopleService,
    private readonly grants: CaseGrants,
    private readonly realtime: Realtime,
  ) {}

  /** Logs that the actor was shown each of the cases: the content where the relation opens it, else the header. */
  async shown(tx: Tx, actor: Actor, action: 'case.read' | 'case.listed', cases: readonly CaseFacts[]): Promise<void> {
    const content = action === 'case.read' ? ['title', 'sections'] : ['title'];
    const entries = cases.map((facts) => {
      const fields = seesContent(facts) ? ['header', ...content] : ['header'];
      return this.entry(actor, facts, { action, operation: 'R', fields });
    });
    await this.audit.record(tx, entries);
  }

  async log(tx: Tx, actor: Actor, facts: CaseFacts, deed: Deed): Promise<void> {
    await this.audit.record(tx, this.entry(actor, facts, deed));
  }

  /** Tells everybody who may have the case open that it changed; `version` is the header's, where the header changed. */
  async announce(tx: Tx, { id, centreId }: Pick<CaseHeaderRow, 'id' | 'centreId'>, version?: number): Promise<void> {
    const readers = await this.grants.holders(tx, id, ['owner', 'expert', 'coordinator']);
    const people = new Set([...readers, ...(await this.people.coordinatorsOf(tx, centreId))]);
    const rooms = [...people].map((personId) => `person:${personId}`);
    tx.afterCommit(() => this.realtime.notify(rooms, { topic: 'case', id, ...(version !== undefined && { version }) }));
  }

  private entry(actor: Actor, facts: CaseFacts, deed: Deed) {
    const { id } = facts.header;
    return { actor, ...deed, objectType: 'case', objectId: id, caseId: id, rule: relationOf(facts) ?? 'none' };
  }
}
