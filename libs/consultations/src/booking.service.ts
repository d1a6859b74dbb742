import { hasRole, PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { type CaseFacts, CasesService, refuseIdentityCodes } from '@app/cases';
import { type Consultation, type InputOf, type ParticipantInput, routes, type SlotResult } from '@app/contracts';
import { Clock, DomainError, newId } from '@app/kernel';
import { AccessService, type Actor, Config, Database, type Decision, Idempotency, OutboxService, type Tx } from '@app/platform';
import type { Centre } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { BookableCases } from './bookable-cases.js';
import { CaseProgress } from './case-progress.js';
import type { ParticipationEntity } from './consultation.entity.js';
import { letters, reminders } from './consultation-orders.js';
import { invitationGrants } from './invitation-grants.js';
import { ConsultationReader } from './consultation-reader.js';
import { accessUntil, type Held, seatOf } from './consultation.rules.js';
import { type ConsultationFacts, mayManageConsultation, mayOverride } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { type Invitees, InviteeList } from './invitees.js';
import { assertAhead, resolveStart } from './local-start.js';
import { sittingUid } from './ical-uid.js';
import { needRows, participationRow, seatPanel, substituteRows } from './panel-rows.js';

const minute = 60_000;

type Body = InputOf<typeof routes.consultations.create>['body'];

/** Finding a time and booking it. */
@Injectable()
export class BookingService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly idempotency: Idempotency,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly bookable: BookableCases,
    private readonly progress: CaseProgress,
    private readonly invitees: InviteeList,
    private readonly repository: ConsultationsRepository,
    private readonly reader: ConsultationReader,
  ) {}

  /** Times that suit the panel; when none does, what is in the way. */
  async search(actor: Actor, { body }: InputOf<typeof routes.slots.search>): Promise<SlotResult> {
    return this.database.read(async (tx) => {
      const onCase = body.caseId === undefined ? null : await this.bookable.find(tx, actor, body.caseId);
      if (!onCase) this.access.ask('consultation.book', maySearchWithoutCase(actor));
      const people = await this.invitees.searched(tx, actor, onCase?.facts ?? null, body);
      const exceptGroupId = body.consultationId === undefined ? undefined : await this.movable(tx, actor, body.consultationId);
      return this.calendar.findSlots(tx, { ...body, people, centreId: onCase?.centre.id ?? null, exceptGroupId });
    });
  }

  /**
   * Books a consultation: one transaction for the time of everybody, the invitations, the reminders and the access log.
   * Repeating the request with the same key answers with the same consultation.
   */
  async book(actor: Actor, input: InputOf<typeof routes.consultations.create>): Promise<Consultation> {
    const { body } = input;
    refuseIdentityCodes({ 'override.reason': body.override?.reason });
    const transaction = () => this.database.transaction(async (tx) => {
      let booked = null as ConsultationFacts | null;
      const { subjectId } = await this.idempotency.run(tx, actor, routes.consultations.create, input, async () => {
        booked = await this.make(tx, actor, body);
        return booked.consultation.id;
      });
      if (!booked) return this.showAgain(tx, actor, subjectId);
      return this.reader.showOne(tx, actor, booked, { action: 'consultation.booked', operation: 'C' });
    });
    return this.calendar.orAlternatives(transaction);
  }

  private async make(tx: Tx, actor: Actor, body: Body): Promise<ConsultationFacts> {
    const { facts: onCase, centre } = await this.bookable.find(tx, actor, body.caseId);
    if (body.override) this.access.ask('consultation.book', mayOverride(onCase));
    const invited = await this.invitees.complete(tx, actor, onCase, body);
    const startsAt = resolveStart(body.start);
    assertAhead(startsAt, this.clock.now());
    const time = { startsAt, endsAt: new Date(startsAt.getTime() + body.durationMinutes * minute), timeZone: body.start.timeZone };
    const sittingId = newId();
    const { missing } = await this.calendar.reserve(tx, { groupId: sittingId, people: invited.people, ...time, centreId: centre.id, overrideRules: body.override !== undefined, isNew: true });
    const panel = needRows(sittingId, body.needs);
    const people = invited.people.map(({ personId }) => personId);
    const seats = seatPanel(panel, body.needs, people, people.filter((personId) => !missing.includes(personId)));
    const coordinators = await this.people.coordinatorsOf(tx, centre.id);
    const at = { id: sittingId, ...time, overrideReason: body.override?.reason ?? null };
    const held = { ...this.compose(actor, onCase, { ...invited, coordinators, seats }, at), needs: panel.needs };
    await this.repository.insert(tx, { ...held, participants: [...held.participants, ...substituteRows(sittingId, body.needs)], candidates: panel.candidates });
    await this.tellAndOpen(tx, onCase, centre, held, invited);
    this.reader.tell(tx, held, [...invited.owners, ...coordinators]);
    const me = held.participants.find(({ personId }) => personId === actor.personId) ?? null;
    return { ...held, me, booker: true, onCase };
  }

  private compose(
    actor: Actor,
    { header }: CaseFacts,
    { people, owners, coordinators, seats }: Invitees & { coordinators: readonly string[]; seats: ReadonlyMap<string, string> },
    at: { id: string; startsAt: Date; endsAt: Date; timeZone: string; overrideReason: string | null },
  ): Omit<Held, 'needs'> {
    const { id, startsAt, endsAt, timeZone, overrideReason } = at;
    const createdAt = this.clock.now();
    const bookedBy = actor.personId;
    const seat = seatOf(people.map(({ personId }) => personId), { owners, bookedBy, coordinators });
    const participation = ({ personId, required }: ParticipantInput): ParticipationEntity => {
      const partstat = owners.includes(personId) || personId === bookedBy ? 'accepted' : 'needs-action';
      return participationRow({ sittingId: id, personId, seat: seat(personId), required, partstat, needId: seats.get(personId) ?? null });
    };
    const icalUid = sittingUid(id, this.config.http.publicUrl);
    return {
      sitting: { id, centreId: header.centreId, startsAt, endsAt, timeZone, icalUid, sequence: 0, openedAt: null, version: 1, createdAt },
      consultation: { id: newId(), caseId: header.id, sittingId: id, state: 'booked', bookedBy, overrideReason, cancelReason: null, endedAt: null, createdAt },
      participants: people.map(participation),
    };
  }

  private async tellAndOpen(tx: Tx, { header }: CaseFacts, centre: Centre, held: Held, { owners, contacts }: Invitees): Promise<void> {
    const { consultation, sitting, participants } = held;
    const validUntil = accessUntil(sitting.endsAt, centre.accessDaysAfterMeeting, centre.timeZone);
    const guests = participants.filter(({ personId }) => !owners.includes(personId));
    if (guests.length > 0) await this.cases.grant(tx, invitationGrants(consultation, guests.map(({ personId }) => personId), validUntil));
    await this.progress.settle(tx, header.id);
    const people = participants.flatMap(({ personId }) => contacts.get(personId) ?? []);
    await this.outbox.plan(tx, [
      ...letters('send-invitation', held, participants.map(({ personId }) => personId)),
      ...reminders(held, people, centre.reminderOffsets, this.clock.now()),
    ]);
  }

  /** The sitting of a consultation that the actor may move. */
  private async movable(tx: Tx, actor: Actor, consultationId: string): Promise<string> {
    const facts = await this.reader.find(tx, actor, consultationId);
    this.access.ask('consultation.book', mayManageConsultation(facts));
    if (!facts) throw new DomainError('not_found');
    return facts.sitting.id;
  }

  private async showAgain(tx: Tx, actor: Actor, consultationId: string): Promise<Consultation> {
    const facts = await this.reader.find(tx, actor, consultationId);
    if (!facts) throw new DomainError('not_found');
    await this.bookable.find(tx, actor, facts.consultation.caseId);
    return this.reader.showOne(tx, actor, facts, { action: 'consultation.read', operation: 'R' });
  }
}

/** Looking at free times before there is a case. */
function maySearchWithoutCase(actor: Actor): Decision {
  return hasRole(actor, 'professional', 'coordinator') ? { allow: true } : { allow: false, as: 'forbidden' };
}
