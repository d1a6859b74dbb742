import { PeopleService } from '@app/accounts';
import { type AuditEntry, AuditService } from '@app/audit';
import { CasesService } from '@app/cases';
import type { Hold } from '@app/contracts';
import { Clock } from '@app/kernel';
import { type Actor, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { Act } from '../consultation-reader.js';
import { ruleOf, seesPeople, seesTitle } from '../consultations.policy.js';
import type { HoldFacts } from './holds.policy.js';
import { presentHold } from './holds.presenter.js';
import { HoldsRepository } from './holds.repository.js';
import type { HoldRecord } from './hold.rules.js';

/** Loads what decides access to holds, shows them, and tells their people that something changed. */
@Injectable()
export class HoldReader {
  constructor(
    private readonly repository: HoldsRepository,
    private readonly cases: CasesService,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** Null for an unknown hold. */
  async find(tx: Tx, actor: Actor, id: string): Promise<HoldFacts | null> {
    const record = await this.repository.find(tx, id);
    const [facts] = record ? await this.facts(tx, actor, [record]) : [];
    return facts ?? null;
  }

  async facts(tx: Tx, actor: Actor, records: readonly HoldRecord[]): Promise<HoldFacts[]> {
    const onCases = await this.cases.factsOfMany(tx, actor, [...new Set(records.map(({ consultation }) => consultation.caseId))]);
    return records.flatMap((record) => {
      const onCase = onCases.get(record.consultation.caseId);
      const me = record.participants.find(({ personId, standing }) => personId === actor.personId && standing !== 'substitute') ?? null;
      return onCase ? [{ ...record, me, booker: record.consultation.bookedBy === actor.personId, onCase }] : [];
    });
  }

  /** Shows holds whose policy was asked, and logs what of them was shown. */
  async show(tx: Tx, actor: Actor, list: readonly HoldFacts[], act: Act): Promise<Hold[]> {
    const titles = await this.cases.titles(tx, list.filter(seesTitle).map(({ onCase }) => onCase.header.id));
    const people = list.flatMap(({ consultation, onCase, participants }) => [consultation.bookedBy, onCase.header.createdBy, ...participants.map(({ personId }) => personId)]);
    const cards = await this.people.cards(tx, [...new Set(people)]);
    const gone = await this.people.gone(tx, list.flatMap(({ participants }) => participants.map(({ personId }) => personId)));
    const now = this.clock.now();
    await this.audit.record(tx, list.map((facts) => entryOf(actor, facts, act)));
    return list.map((facts) => {
      const requesterProfession = cards.get(facts.onCase.header.createdBy)?.profession?.name ?? null;
      return presentHold(facts, { cards, title: seesTitle(facts) ? (titles.get(facts.onCase.header.id) ?? null) : null, requesterProfession, gone }, now);
    });
  }

  /** Shows one. */
  async showOne(tx: Tx, actor: Actor, facts: HoldFacts, act: Act): Promise<Hold> {
    const [shown] = await this.show(tx, actor, [facts], act);
    if (!shown) throw new Error('nothing was shown');
    return shown;
  }

  /** After the commit everybody concerned fetches the hold and their lists again. */
  async announce(tx: Tx, { consultation, sitting, participants }: HoldRecord): Promise<void> {
    const coordinators = await this.people.coordinatorsOf(tx, sitting.centreId);
    const owners = await this.cases.owners(tx, consultation.caseId);
    const asked = participants.filter(({ standing }) => standing !== 'substitute').map(({ personId }) => personId);
    const rooms = [...new Set([...asked, ...coordinators, ...owners, consultation.bookedBy])].map((personId) => `person:${personId}`);
    tx.afterCommit(() => {
      this.realtime.notify(rooms, { topic: 'hold', id: consultation.id });
      this.realtime.notify(rooms, { topic: 'consultations', id: null });
    });
  }
}

function entryOf(actor: Actor, facts: HoldFacts, act: Act): AuditEntry {
  return {
    ...act,
    actor,
    objectType: 'hold',
    objectId: facts.consultation.id,
    caseId: facts.consultation.caseId,
    rule: ruleOf(facts),
    fields: ['header', ...(seesPeople(facts) ? ['number', 'participants'] : []), ...(seesTitle(facts) ? ['title'] : [])],
  };
}
