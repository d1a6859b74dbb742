import { PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { CasesService, refuseIdentityCodes } from '@app/cases';
import { type Consultation, type InputOf, routes } from '@app/contracts';
import { Clock } from '@app/kernel';
import { AccessService, type Actor, OutboxService, type Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { CaseProgress } from './case-progress.js';
import { letters, lettersOfSitting, reminders } from './consultation-orders.js';
import type { Act } from './consultation-reader.js';
import { accessUntil, assertCurrent, type Held, opensAt, partstatAfterMove } from './consultation.rules.js';
import { type ConsultationFacts, mayOverride } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { assertAhead, resolveStart } from './local-start.js';
import { ManagedConsultations } from './managed-consultations.js';
import { SeatsService } from './seats.service.js';

type MoveInput = InputOf<typeof routes.consultations.move>;
type CancelInput = InputOf<typeof routes.consultations.cancel>;

/** Moving and cancelling what has been booked. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly access: AccessService,
    private readonly managed: ManagedConsultations,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly reference: ReferenceService,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly progress: CaseProgress,
    private readonly seats: SeatsService,
    private readonly repository: ConsultationsRepository,
  ) {}

  /**
   * Moves to another time, which may overlap the old one. Everybody who has not declined is asked again and reminded anew;
   * empty seats are offered to those who are free then.
   * @throws {DomainError} `version.stale` with what is true now as `current`, `consultation.wrong_state`, those of booking
   */
  async move(actor: Actor, input: MoveInput): Promise<Consultation> {
    refuseIdentityCodes({ 'override.reason': input.body.override?.reason });
    const act: Act = { action: 'consultation.moved', operation: 'U' };
    return this.calendar.orAlternatives(() =>
      this.managed.once(actor, 'consultation.move', routes.consultations.move, input, act, (tx, facts) => this.moveOn(tx, facts, input.body)),
    );
  }

  /**
   * Cancels with a reason: times are free again, reminders are silent, everybody is told.
   * @throws {DomainError} `version.stale` with what is true now as `current`, `consultation.wrong_state`
   */
  async cancel(actor: Actor, input: CancelInput): Promise<Consultation> {
    refuseIdentityCodes({ reason: input.body.reason });
    return this.managed.once(actor, 'consultation.cancel', routes.consultations.cancel, input, { action: 'consultation.cancelled', operation: 'U' }, (tx, facts) =>
      this.callOff(tx, facts, input.body),
    );
  }

  private async moveOn(tx: Tx, facts: ConsultationFacts, body: MoveInput['body']): Promise<void> {
    assertCurrent(facts, body.version, 'move');
    if (body.override) this.access.ask('consultation.move', mayOverride(facts.onCase));
    const startsAt = resolveStart(body.start);
    assertAhead(startsAt, this.clock.now());
    const { timeZone } = body.start;
    const lengthMs = body.durationMinutes ? body.durationMinutes * 60_000 : facts.sitting.endsAt.getTime() - facts.sitting.startsAt.getTime();
    const endsAt = new Date(startsAt.getTime() + lengthMs);
    const overrideRules = body.override !== undefined;
    await this.seats.lockEverybody(tx, facts.sitting.id);
    const people = this.seats.wantedElsewhere({ ...facts, participants: await this.repository.participants(tx, facts) });
    const { missing } = await this.calendar.reserve(tx, { groupId: facts.sitting.id, people, startsAt, endsAt, overrideRules, timeZone, centreId: facts.sitting.centreId });
    const seen = await this.repository.lock(tx, facts);
    assertCurrent(seen, body.version, 'move');
    const { id, sequence, version } = seen.sitting;
    const changes = { startsAt, endsAt, timeZone, sequence: sequence + 1, version: version + 1, openedAt: null };
    await this.repository.updateSitting(tx, id, changes);
    await this.repository.updateConsultation(tx, seen.consultation.id, { overrideReason: body.override?.reason ?? null });
    await this.askAgain(tx, seen, sequence + 1);
    const moved = { ...seen, sitting: { ...seen.sitting, ...changes } };
    await this.seats.vacate(tx, moved, missing);
    const coming = { ...moved, participants: await this.repository.participants(tx, moved) };
    await this.tellOfMove(tx, coming);
    await this.seats.reopenAll(tx, coming);
  }

  private async askAgain(tx: Tx, { consultation, participants }: Held, sequence: number): Promise<void> {
    const owners = await this.cases.owners(tx, consultation.caseId);
    for (const one of attending({ participants })) {
      const partstat = partstatAfterMove(one, { owners, bookedBy: consultation.bookedBy });
      const respondedAt = partstat === one.partstat ? one.respondedAt : null;
      await this.repository.updateParticipation(tx, one.id, { partstat, partstatSequence: sequence, respondedAt });
    }
  }

  private async tellOfMove(tx: Tx, held: Held): Promise<void> {
    const { consultation, sitting } = held;
    const centre = await this.reference.centre(tx, sitting.centreId);
    const validUntil = accessUntil(sitting.endsAt, centre.accessDaysAfterMeeting, centre.timeZone);
    await this.cases.setGrantEnd(tx, { sourceId: consultation.id, validUntil });
    const personIds = attending(held).map(({ personId }) => personId);
    const contacts = await this.people.contacts(tx, personIds);
    await this.outbox.replan(tx, { subjectId: sitting.id, kind: lettersOfSitting }, [
      ...letters('send-update', held, personIds),
      ...reminders(held, [...contacts.values()], centre.reminderOffsets, this.clock.now()),
    ]);
  }

  private async callOff(tx: Tx, facts: ConsultationFacts, { version: known, reason }: CancelInput['body']): Promise<void> {
    assertCurrent(facts, known, 'cancel');
    await this.calendar.lock(tx, facts.participants.map(({ personId }) => personId));
    await this.calendar.release(tx, { groupId: facts.sitting.id });
    const seen = await this.repository.lock(tx, facts);
    assertCurrent(seen, known, 'cancel');
    const { consultation, sitting } = seen;
    const changes = { sequence: sitting.sequence + 1, version: sitting.version + 1 };
    await this.repository.updateSitting(tx, sitting.id, changes);
    await this.repository.updateConsultation(tx, consultation.id, { state: 'cancelled', cancelReason: reason });
    await this.cases.endGrants(tx, { sourceId: consultation.id, reason: 'cancelled' });
    await this.progress.settle(tx, consultation.caseId);
    const held = { ...seen, sitting: { ...sitting, ...changes } };
    const told = letters('send-cancellation', held, attending(held).map(({ personId }) => personId));
    const mayBeOpen = opensAt(sitting) <= this.clock.now();
    const closing = { kind: 'close-room' as const, subjectId: sitting.id, version: changes.sequence };
    await this.outbox.replan(tx, { subjectId: sitting.id, kind: lettersOfSitting }, mayBeOpen ? [...told, closing] : told);
  }
}

/** Everybody whose time is taken: all who have not declined. */
function attending({ participants }: Pick<Held, 'participants'>): Held['participants'] {
  return participants.filter(({ partstat }) => partstat !== 'declined');
}
