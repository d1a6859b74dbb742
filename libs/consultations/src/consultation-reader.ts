import { PeopleService } from '@app/accounts';
import { type AuditEntry, AuditService } from '@app/audit';
import { CasesService } from '@app/cases';
import type { Consultation } from '@app/contracts';
import { Clock } from '@app/kernel';
import { type Actor, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { attendanceOf } from './consultation-attendance.query.js';
import type { Held } from './consultation.rules.js';
import { type ConsultationFacts, ruleOf, seesPeople, seesTitle } from './consultations.policy.js';
import { presentConsultation } from './consultations.presenter.js';
import { ConsultationsRepository } from './consultations.repository.js';

/** What the answer is given for; written to the access log with the fields that were shown. */
export type Act = Pick<AuditEntry, 'action' | 'operation'>;

/** Loads what decides access to consultations, shows them, and tells their people that something changed. */
@Injectable()
export class ConsultationReader {
  constructor(
    private readonly repository: ConsultationsRepository,
    private readonly cases: CasesService,
    private readonly people: PeopleService,
    private readonly audit: AuditService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** Null for an unknown consultation. */
  async find(tx: Tx, actor: Actor, id: string): Promise<ConsultationFacts | null> {
    const held = await this.repository.find(tx, id);
    const [facts] = held ? await this.facts(tx, actor, [held]) : [];
    return facts ?? null;
  }

  async facts(tx: Tx, actor: Actor, list: readonly Held[]): Promise<ConsultationFacts[]> {
    const onCases = await this.cases.factsOfMany(tx, actor, [...new Set(list.map(({ consultation }) => consultation.caseId))]);
    return list.flatMap((held) => {
      const onCase = onCases.get(held.consultation.caseId);
      const me = held.participants.find(({ personId }) => personId === actor.personId) ?? null;
      return onCase ? [{ ...held, me, booker: held.consultation.bookedBy === actor.personId, onCase }] : [];
    });
  }

  /** Shows consultations whose policy was asked, and logs what of them was shown. The number of queries does not depend on the length. */
  async show(tx: Tx, actor: Actor, list: readonly ConsultationFacts[], act: Act): Promise<Consultation[]> {
    const wide = list.filter(seesPeople);
    const titles = await this.cases.titles(tx, list.filter(seesTitle).map(({ onCase }) => onCase.header.id));
    const cards = await this.people.cards(tx, [
      ...new Set([
        actor.personId,
        ...list.map(({ onCase }) => onCase.header.createdBy),
        ...wide.flatMap(({ participants }) => participants.map(({ personId }) => personId)),
      ]),
    ]);
    const begun = wide.filter(({ consultation: { state } }) => state === 'in_session' || state === 'ended').map(({ sitting }) => sitting.id);
    const attendance = await attendanceOf(tx, begun);
    const now = this.clock.now();
    const shown = list.map((facts) =>
      presentConsultation(
        actor,
        facts,
        {
          cards,
          title: seesTitle(facts) ? (titles.get(facts.onCase.header.id) ?? null) : null,
          requesterProfession: cards.get(facts.onCase.header.createdBy)?.profession?.name ?? null,
          attendance: attendance.filter(({ sittingId }) => sittingId === facts.sitting.id),
        },
        now,
      ),
    );
    await this.audit.record(tx, list.map((facts) => entryOf(actor, facts, act)));
    return shown;
  }

  /** Shows one. */
  async showOne(tx: Tx, actor: Actor, facts: ConsultationFacts, act: Act): Promise<Consultation> {
    const [shown] = await this.show(tx, actor, [facts], act);
    if (!shown) throw new Error('nothing was shown');
    return shown;
  }

  /** After the commit everybody concerned fetches the consultation and their lists again. */
  async announce(tx: Tx, held: Held): Promise<void> {
    const coordinators = await this.people.coordinatorsOf(tx, held.sitting.centreId);
    this.tell(tx, held, [...coordinators, ...(await this.cases.owners(tx, held.consultation.caseId))]);
  }

  /** The same where it is known who coordinates the centre and owns the case. */
  tell(tx: Tx, { consultation, sitting, participants }: Held, managing: readonly string[]): void {
    const concerned = new Set([...participants.map(({ personId }) => personId), consultation.bookedBy, ...managing]);
    const rooms = [...concerned].map((personId) => `person:${personId}`);
    tx.afterCommit(() => {
      this.realtime.notify(rooms, { topic: 'consultation', id: consultation.id, version: sitting.version });
      this.realtime.notify(rooms, { topic: 'consultations', id: null });
    });
  }
}

function entryOf(actor: Actor, facts: ConsultationFacts, act: Act): AuditEntry {
  return {
    ...act,
    actor,
    objectType: 'consultation',
    objectId: facts.consultation.id,
    caseId: facts.consultation.caseId,
    rule: ruleOf(facts),
    fields: ['header', ...(seesPeople(facts) ? ['number', 'participants'] : []), ...(seesTitle(facts) ? ['title'] : [])],
  };
}
