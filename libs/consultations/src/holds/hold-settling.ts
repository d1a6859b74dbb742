import { PeopleService } from '@app/accounts';
import { CalendarService, type HeldEntry, HeldTimes } from '@app/calendar';
import { CasesService } from '@app/cases';
import { Clock, DomainError } from '@app/kernel';
import { OutboxService, type Tx } from '@app/platform';
import { type Centre, ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { CaseProgress } from '../case-progress.js';
import { letters, reminders, standDowns } from '../consultation-orders.js';
import { accessUntil, type Held, seatOf } from '../consultation.rules.js';
import { ConsultationsRepository } from '../consultations.repository.js';
import { heldTimeUid } from '../ical-uid.js';
import { decide, type HoldRecord, isComplete, type Panel, panelOf, type Place, placesAt, wasAsked } from './hold.rules.js';
import { ordersOfHold, questions, reports } from './hold-orders.js';
import { HoldsRepository } from './holds.repository.js';

/** A time that has been confirmed, and what is known about its people and its centre. */
interface Placed {
  readonly places: readonly Place[];
  readonly held: Held;
  readonly owners: readonly string[];
  readonly centre: Centre;
}

/**
 * Draws the consequences of answers. Everything here runs under the locks of all people of the panel, substitutes too,
 * and of the sitting: whichever of simultaneous answers comes last sees all others, and a hold ends once.
 */
@Injectable()
export class HoldSettling {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly reference: ReferenceService,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly heldTimes: HeldTimes,
    private readonly cases: CasesService,
    private readonly progress: CaseProgress,
    private readonly consultations: ConsultationsRepository,
    private readonly repository: HoldsRepository,
  ) {}

  /** Confirms the time that is agreed, asks substitutes when those asked cannot agree on any, or tells who holds the times that nobody is left. */
  async settle(tx: Tx, record: HoldRecord): Promise<void> {
    const decision = decide(await this.panel(tx, record));
    if (decision.kind === 'confirm') return this.confirm(tx, record, decision.timeId, false);
    if (decision.kind === 'ask') {
      await this.askSubstitutes(tx, record, decision.personIds);
      return this.settle(tx, await this.reread(tx, record));
    }
    const stuck = decision.kind === 'stuck';
    if (stuck === record.hold.stuck) return;
    await this.repository.update(tx, record.sitting.id, { stuck });
    if (stuck) await this.outbox.plan(tx, reports(record, 'stuck', await this.managing(tx, record)));
  }

  /**
   * Makes one of the times the time of the sitting: whoever has a place has the time, everybody else and every other time
   * is free again, all who were asked are told, reminders are planned.
   * @throws {DomainError} `consultation.role_missing` when roles or required people would be missing
   */
  async confirm(tx: Tx, record: HoldRecord, timeId: string, byHand: boolean): Promise<void> {
    const panel = await this.panel(tx, record);
    const index = record.times.findIndex(({ id }) => id === timeId);
    const [time, said] = [record.times[index], panel.times[index]];
    if (!time || !said) throw new DomainError('not_found');
    const { places, lack } = placesAt(panel, said, byHand);
    if (!isComplete(lack)) throw new DomainError('consultation.role_missing', { roles: [...lack.roles], personIds: [...lack.personIds] });
    const { startsAt, endsAt } = time;
    const taking = (takes: boolean) => places.filter(({ takesTime }) => takesTime === takes).map(({ personId }) => personId);
    await this.heldTimes.confirm(tx, { groupId: record.sitting.id, personIds: taking(true), startsAt, endsAt, others: taking(false) });
    await this.repository.update(tx, record.sitting.id, { outcome: 'confirmed', closedAt: this.clock.now(), confirmedTimeId: timeId, stuck: false });
    const { sequence, version } = record.sitting;
    const placed = { startsAt, endsAt, icalUid: heldTimeUid(record.sitting, timeId), sequence: sequence + 1, version: version + 1 };
    await this.consultations.updateSitting(tx, record.sitting.id, placed);
    await this.consultations.updateConsultation(tx, record.consultation.id, { state: 'booked' });
    const owners = await this.cases.owners(tx, record.consultation.caseId);
    await this.place(tx, record, { places, owners, sequence: placed.sequence });
    const held = await this.consultations.find(tx, record.consultation.id);
    if (!held) throw new Error(`consultation ${record.consultation.id} has no time`);
    const centre = await this.reference.centre(tx, held.sitting.centreId);
    await this.open(tx, { places, held, owners, centre });
    await this.progress.settle(tx, record.consultation.caseId);
    await this.tell(tx, record, { places, held, centre });
  }

  /** Everybody who manages the consultation: who holds the times, the coordinators of the centre. */
  async managing(tx: Tx, { consultation, sitting }: HoldRecord): Promise<string[]> {
    return [...new Set([consultation.bookedBy, ...(await this.people.coordinatorsOf(tx, sitting.centreId))])];
  }

  private async panel(tx: Tx, record: HoldRecord): Promise<Panel> {
    return panelOf(record, await this.people.gone(tx, record.participants.map(({ personId }) => personId)));
  }

  private async askSubstitutes(tx: Tx, record: HoldRecord, personIds: readonly string[]): Promise<void> {
    const asked = record.participants.filter(({ personId }) => personIds.includes(personId));
    const { id: groupId, timeZone, centreId } = record.sitting;
    const entries: HeldEntry[] = [];
    for (const { id: timeId, startsAt, endsAt } of record.times) {
      const { people } = await this.calendar.obstacles(tx, { groupId, personIds, startsAt, endsAt, timeZone, centreId });
      const free = asked.filter(({ personId }) => people.get(personId) === null);
      entries.push(...free.map(({ personId }) => ({ personId, startsAt, endsAt })));
      await this.repository.ask(tx, asked.map((one) => ({ timeId, participationId: one.id, answer: null, held: free.includes(one) })));
    }
    await this.heldTimes.hold(tx, { groupId, entries, expiresAt: record.hold.expiresAt });
    for (const { id } of asked) await this.consultations.updateParticipation(tx, id, { standing: 'in' });
    const { caseId, id: sourceId } = record.consultation;
    const validUntil = record.times.at(-1)!.endsAt;
    await this.cases.grant(tx, asked.map(({ personId }) => ({ caseId, personId, relation: 'invited', source: 'invitation', sourceId, validUntil })));
    await this.outbox.plan(tx, questions(record, personIds, this.clock.now()));
  }

  private async place(tx: Tx, { consultation, sitting, participants, needs }: HoldRecord, { places, owners, sequence }: Pick<Placed, 'places' | 'owners'> & { sequence: number }): Promise<void> {
    const coordinators = await this.people.coordinatorsOf(tx, sitting.centreId);
    const coming = comingTo(places);
    // Whoever was to lead may have been stood down.
    const seat = seatOf(coming, { owners, bookedBy: consultation.bookedBy, coordinators });
    for (const { personId, standing, needId, partstat } of places) {
      const one = participants.find((participant) => participant.personId === personId)!;
      const required = one.required || needs.some(({ id, required: needed }) => id === needId && needed);
      await this.consultations.updateParticipation(tx, one.id, { standing, needId, partstat, required, seat: seat(personId), partstatSequence: sequence });
    }
  }

  /** Opens the case to those who have accepted and closes it to those who have no place. */
  private async open(tx: Tx, { places, owners, centre, held: { consultation, sitting, participants } }: Placed): Promise<void> {
    const sourceId = consultation.id;
    await this.cases.setGrantEnd(tx, { sourceId, validUntil: accessUntil(sitting.endsAt, centre.accessDaysAfterMeeting, centre.timeZone) });
    for (const { personId, standing, partstat } of places.filter((place) => !owners.includes(place.personId))) {
      const seat = participants.find((one) => one.personId === personId)?.seat;
      if (standing === 'stood_down' || partstat === 'declined') {
        await this.cases.endGrants(tx, { sourceId, personId, reason: standing === 'stood_down' ? 'stood_down' : 'declined' });
      } else if (partstat === 'accepted') {
        await this.cases.widen(tx, { sourceId, personId, relation: seat === 'expert' ? 'expert' : 'coordinator' });
      }
    }
  }

  private async tell(tx: Tx, record: HoldRecord, { places, held, centre }: Pick<Placed, 'places' | 'held' | 'centre'>): Promise<void> {
    const coming = comingTo(places);
    const out = places.map(({ personId }) => personId).filter((personId) => !coming.includes(personId) && wasAsked(record, personId));
    const contacts = await this.people.contacts(tx, coming);
    await this.outbox.replan(tx, { subjectId: record.sitting.id, kind: ordersOfHold }, [
      ...letters('send-confirmation', held, coming),
      ...standDowns(held, out, this.clock.now()),
      ...reminders(held, [...contacts.values()], centre.reminderOffsets, this.clock.now()),
    ]);
  }

  private async reread(tx: Tx, { consultation }: HoldRecord): Promise<HoldRecord> {
    const record = await this.repository.find(tx, consultation.id);
    if (!record) throw new Error(`hold ${consultation.id} has gone`);
    return record;
  }
}

function comingTo(places: readonly Place[]): string[] {
  return places.filter(({ standing, partstat }) => standing === 'in' && partstat !== 'declined').map(({ personId }) => personId);
}
