import { CalendarService } from '@app/calendar';
import { CasesService, refuseIdentityCodes } from '@app/cases';
import { type Hold, type InputOf, type OutputOf, type RouteDefinition, routes } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, Idempotency, OutboxService, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { CaseProgress } from '../case-progress.js';
import type { Act } from '../consultation-reader.js';
import { mayListConsultations } from '../consultations.policy.js';
import { ConsultationsRepository } from '../consultations.repository.js';
import { listOpenHolds } from './hold-list.query.js';
import { HoldReader } from './hold-reader.js';
import { ordersOfHold, releases, reports } from './hold-orders.js';
import { HoldSettling } from './hold-settling.js';
import { type HoldFacts, mayManageHold, mayReadHold } from './holds.policy.js';
import { holdState } from './holds.presenter.js';
import { HoldsRepository } from './holds.repository.js';
import type { HoldRecord } from './hold.rules.js';

type Routes = typeof routes.holds;

/** Looking at held times, and ending a hold by hand or by the clock. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly idempotency: Idempotency,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly progress: CaseProgress,
    private readonly consultations: ConsultationsRepository,
    private readonly repository: HoldsRepository,
    private readonly reader: HoldReader,
    private readonly settling: HoldSettling,
  ) {}

  /** Open holds that concern the actor, or those of the centre one coordinates. */
  async list(actor: Actor, { query }: InputOf<Routes['list']>): Promise<OutputOf<Routes['list']>> {
    this.access.ask('hold.list', mayListConsultations(actor, query.scope));
    const of = query.scope === 'centre' && actor.centreId ? { centreId: actor.centreId } : { personId: actor.personId };
    return this.database.transaction(async (tx) => {
      const ids = await listOpenHolds(tx, { ...of, caseId: query.caseId }, this.clock.now());
      const records = await this.repository.findMany(tx, ids);
      const facts = (await this.reader.facts(tx, actor, records)).filter((one) => mayReadHold(one).allow);
      const inOrder = facts.sort((one, other) => ids.indexOf(one.consultation.id) - ids.indexOf(other.consultation.id));
      return { items: await this.reader.show(tx, actor, inOrder, { action: 'hold.listed', operation: 'R' }) };
    });
  }

  async get(actor: Actor, { params }: InputOf<Routes['get']>): Promise<Hold> {
    return this.database.transaction(async (tx) => {
      const facts = await this.reader.find(tx, actor, params.id);
      this.access.ask('hold.read', mayReadHold(facts));
      if (!facts) throw new DomainError('not_found');
      return this.reader.showOne(tx, actor, facts, { action: 'hold.read', operation: 'R' });
    });
  }

  /**
   * Confirms one of the times by hand: those who have not answered are invited to it.
   * @throws {DomainError} `version.stale`, `hold.over`, `consultation.role_missing` naming what would be missing
   */
  confirm(actor: Actor, input: InputOf<Routes['confirm']>): Promise<Hold> {
    const act: Act = { action: 'hold.confirmed', operation: 'U' };
    return this.once(actor, routes.holds.confirm, input, act, (tx, record) => this.settling.confirm(tx, record, input.body.timeId, true));
  }

  /**
   * Gives all times free again and tells everybody who was asked.
   * @throws {DomainError} `version.stale`, `hold.over`
   */
  async release(actor: Actor, input: InputOf<Routes['release']>): Promise<Hold> {
    refuseIdentityCodes({ reason: input.body.reason });
    const act: Act = { action: 'hold.released', operation: 'U' };
    return this.once(actor, routes.holds.release, input, act, (tx, record) => {
      // Whoever made the hold was not asked by mail: nothing of it is in their calendar.
      const informed = record.consultation.bookedBy === actor.personId ? actor.personId : null;
      return this.end(tx, record, 'released', input.body.reason, informed);
    });
  }

  /** Ends a hold whose time has run out; does nothing when it has ended before. */
  async expire(sittingId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const seen = await this.repository.findBySitting(tx, sittingId);
      if (!seen || seen.hold.outcome !== null) return;
      const record = await this.lock(tx, seen);
      if (record.hold.outcome !== null || record.hold.expiresAt > this.clock.now()) return;
      await this.end(tx, record, 'expired', null, null);
      await this.outbox.plan(tx, reports(record, 'expired', await this.settling.managing(tx, record)));
      await this.reader.announce(tx, record);
    });
  }

  private async end(tx: Tx, record: HoldRecord, outcome: 'released' | 'expired', reason: string | null, exceptPersonId: string | null): Promise<void> {
    const { consultation, sitting } = record;
    await this.calendar.release(tx, { groupId: sitting.id });
    await this.repository.update(tx, sitting.id, { outcome, closedAt: this.clock.now() });
    await this.consultations.updateSitting(tx, sitting.id, { version: sitting.version + 1, sequence: sitting.sequence + 1 });
    await this.consultations.updateConsultation(tx, consultation.id, { state: 'cancelled', cancelReason: reason });
    await this.cases.endGrants(tx, { sourceId: consultation.id, reason: outcome });
    await this.progress.settle(tx, consultation.caseId);
    await this.outbox.replan(tx, { subjectId: sitting.id, kind: ordersOfHold }, releases(record, exceptPersonId));
  }

  private once(
    actor: Actor,
    route: RouteDefinition,
    input: InputOf<Routes['confirm']> | InputOf<Routes['release']>,
    act: Act,
    change: (tx: Tx, record: HoldRecord) => Promise<void>,
  ): Promise<Hold> {
    const { id } = input.params;
    return this.database.transaction(async (tx) => {
      const { replayed, subjectId } = await this.idempotency.run(tx, actor, route, input, async () => {
        const record = await this.lock(tx, await this.managed(tx, actor, id));
        assertOpen(record, this.clock.now());
        if (record.sitting.version !== input.body.version) throw new DomainError('version.stale', { current: record.sitting.version });
        await change(tx, record);
        return id;
      });
      // The key belongs to another hold.
      if (subjectId !== id) throw new DomainError('idempotency.key_reused');
      const facts = await this.managed(tx, actor, id);
      if (!replayed) await this.reader.announce(tx, facts);
      return this.reader.showOne(tx, actor, facts, replayed ? { action: 'hold.read', operation: 'R' } : act);
    });
  }

  private async managed(tx: Tx, actor: Actor, id: string): Promise<HoldFacts> {
    const facts = await this.reader.find(tx, actor, id);
    this.access.ask('hold.manage', mayManageHold(facts));
    if (!facts) throw new DomainError('not_found');
    return facts;
  }

  /** Everybody of the panel, then the sitting. */
  private async lock(tx: Tx, record: HoldRecord): Promise<HoldRecord> {
    await this.calendar.lock(tx, record.participants.map(({ personId }) => personId));
    return this.repository.lock(tx, record);
  }
}

/** @throws {DomainError} `hold.over` with what became of it */
export function assertOpen(record: HoldRecord, now: Date): void {
  const state = holdState(record, now);
  if (state !== 'open') throw new DomainError('hold.over', { state });
}
