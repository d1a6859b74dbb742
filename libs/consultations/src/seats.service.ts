import { PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { CasesService } from '@app/cases';
import type { ParticipantInput } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { OutboxService, type Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import type { ParticipationEntity } from './consultation.entity.js';
import { letters, lettersOfSitting, reminders, standDowns } from './consultation-orders.js';
import { accessUntil, type Held, seatsTaken } from './consultation.rules.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { PanelRepository } from './panel.repository.js';

/**
 * Seats of the roles of a panel that has a time: opened by a decline and offered to the substitutes, of whom the first
 * who accepts sits. Runs under the locks of `everybody` and of the sitting.
 */
@Injectable()
export class SeatsService {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: OutboxService,
    private readonly reference: ReferenceService,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly consultations: ConsultationsRepository,
    private readonly panel: PanelRepository,
  ) {}

  /** Queues behind everybody who changes the calendar of somebody who is in the sitting or may be asked to come. */
  async lockEverybody(tx: Tx, sittingId: string, more: readonly string[] = []): Promise<void> {
    const people = await this.panel.everybody(tx, sittingId);
    await this.calendar.lock(tx, [...people.map(({ personId }) => personId), ...more]);
  }

  /** @throws {DomainError} `consultation.seat_filled` when others have taken all seats of the need */
  assertOpen({ participants, needs }: Held, needId: string, personId: string): void {
    const need = needs.find(({ id }) => id === needId);
    const others = participants.filter((one) => one.personId !== personId);
    if (need && seatsTaken(others, needId) >= need.k) throw new DomainError('consultation.seat_filled');
  }

  /** Stands down those who are still asked for a seat of the need once all its seats are taken. */
  async settle(tx: Tx, held: Held, needId: string): Promise<void> {
    const need = held.needs.find(({ id }) => id === needId);
    if (!need || seatsTaken(held.participants, needId) < need.k) return;
    const surplus = held.participants.filter((one) => one.needId === needId && (one.partstat === 'needs-action' || one.partstat === 'tentative'));
    for (const one of surplus) await this.standDown(tx, held, one, 'seat_filled');
  }

  /**
   * Takes somebody out of the sitting through no wish of theirs: the time is theirs again, the case is closed to them,
   * letters are silent, and they are told.
   */
  async standDown(tx: Tx, held: Held, one: Held['participants'][number], reason: 'seat_filled' | 'replaced'): Promise<void> {
    const { personId } = one;
    const { consultation, sitting } = held;
    if (one.partstat !== 'declined') await this.calendar.release(tx, { groupId: sitting.id, personIds: [personId] });
    await this.consultations.updateParticipation(tx, one.id, { standing: 'stood_down', needId: null });
    await this.cases.endGrants(tx, { sourceId: consultation.id, personId, reason });
    await this.outbox.cancel(tx, { subjectId: sitting.id, kind: lettersOfSitting, recipientId: personId });
    if (one.partstat === 'declined') return;
    const now = this.clock.now();
    const leaving = { kind: 'evict-participant' as const, subjectId: one.id, version: sitting.sequence, occasion: now.toISOString() };
    await this.outbox.plan(tx, [...standDowns(held, [personId], now), leaving]);
  }

  /** Who has to come along when a sitting is moved: of those who are still asked for the same seat nobody in particular. */
  wantedElsewhere({ participants, needs }: Held): ParticipantInput[] {
    const attending = participants.filter(({ partstat }) => partstat !== 'declined');
    const isContested = (needId: string | null) => needs.some(({ id, k }) => id === needId && attending.filter((one) => one.needId === id).length > k);
    return attending.map(({ personId, required, partstat, needId }) => ({ personId, required: required && (partstat === 'accepted' || !isContested(needId)) }));
  }

  /**
   * Takes their seats from people who cannot come to the new time of a sitting.
   * @throws {DomainError} `consultation.role_missing` naming required roles that would have fewer people than before
   */
  async vacate(tx: Tx, held: Held, missing: readonly string[]): Promise<void> {
    const seated = held.participants.filter(({ needId, partstat }) => needId !== null && partstat !== 'declined');
    const staying = seated.filter(({ personId }) => !missing.includes(personId));
    const filled = (people: Held['participants'], { id, k }: Held['needs'][number]) => Math.min(k, people.filter(({ needId }) => needId === id).length);
    const roles = held.needs.filter((need) => need.required && filled(staying, need) < filled(seated, need)).map(({ role }) => role);
    if (roles.length > 0) throw new DomainError('consultation.role_missing', { roles, personIds: [] });
    for (const one of seated.filter(({ personId }) => missing.includes(personId))) {
      // Whoever was wanted without a role stays invited, and comes if free after all.
      if (one.required) await this.standDown(tx, held, one, 'seat_filled');
      else await this.consultations.updateParticipation(tx, one.id, { needId: null });
    }
  }

  /**
   * Gives the empty seat of a need to somebody who comes anyway, or offers it to everybody who could take it, has not said
   * no and is free then; nobody is called to a meeting that has begun.
   */
  async reopen(tx: Tx, held: Held, needId: string): Promise<void> {
    const need = held.needs.find(({ id }) => id === needId);
    const inSeat = held.participants.filter((one) => one.needId === needId && one.partstat !== 'declined');
    if (!need || inSeat.length >= need.k) return;
    const candidates = (await this.panel.candidates(tx, [needId])).get(needId) ?? [];
    // Somebody optional who has not accepted may not have the time.
    const comes = (one: ParticipationEntity) => one.partstat === 'accepted' || (one.required && one.partstat !== 'declined');
    const spare = held.participants.find((one) => one.needId === null && comes(one) && candidates.includes(one.personId));
    if (spare) return this.consultations.updateParticipation(tx, spare.id, { needId });
    if (held.sitting.startsAt <= this.clock.now()) return;
    const everybody = await this.panel.everybody(tx, held.sitting.id);
    const waiting = everybody.filter(({ personId, standing, partstat }) => candidates.includes(personId) && standing !== 'in' && partstat !== 'declined');
    const free = await this.free(tx, held, waiting.map(({ personId }) => personId));
    const asked = waiting.filter(({ personId }) => free.includes(personId));
    for (const one of asked) await this.invite(tx, held, { ...one, required: need.required, needId });
  }

  /** The same for all empty seats of a sitting. */
  async reopenAll(tx: Tx, held: Held): Promise<void> {
    for (const { id } of held.needs) await this.reopen(tx, { ...held, participants: await this.consultations.participants(tx, held) }, id);
  }

  /** Which of the people are still here and have nothing in the way of the sitting's time. */
  async free(tx: Tx, { sitting }: Held, personIds: readonly string[]): Promise<string[]> {
    const { id: groupId, startsAt, endsAt, timeZone, centreId } = sitting;
    if (personIds.length === 0) return [];
    const { people } = await this.calendar.obstacles(tx, { groupId, personIds, startsAt, endsAt, timeZone, centreId });
    const gone = await this.people.gone(tx, personIds);
    return personIds.filter((personId) => people.get(personId) === null && !gone.has(personId));
  }

  /** Takes somebody free into the sitting: the time is taken, the header of the case is opened, and they are asked. */
  async invite(tx: Tx, held: Held, one: ParticipationEntity): Promise<void> {
    const { consultation, sitting } = held;
    const { personId } = one;
    await this.calendar.join(tx, { groupId: sitting.id, personIds: [personId], startsAt: sitting.startsAt, endsAt: sitting.endsAt });
    await this.panel.keep(tx, { ...one, standing: 'in', partstat: 'needs-action', partstatSequence: sitting.sequence, respondedAt: null });
    const centre = await this.reference.centre(tx, sitting.centreId);
    const validUntil = accessUntil(sitting.endsAt, centre.accessDaysAfterMeeting, centre.timeZone);
    const grant = { caseId: consultation.caseId, personId, relation: 'invited' as const, source: 'invitation' as const, sourceId: consultation.id, validUntil };
    await this.cases.grant(tx, [grant]);
    const contacts = await this.people.contacts(tx, [personId]);
    const now = this.clock.now();
    await this.outbox.plan(tx, [
      ...letters('send-invitation', held, [personId], now),
      ...reminders(held, [...contacts.values()], centre.reminderOffsets, now),
    ]);
  }
}
