import { PeopleService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { CasesService } from '@app/cases';
import type { Consultation, InputOf, routes } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, OutboxService, type Tx } from '@app/platform';
import { ReferenceService } from '@app/reference';
import { Injectable } from '@nestjs/common';
import { lettersOfSitting, reminders } from './consultation-orders.js';
import { ConsultationReader } from './consultation-reader.js';
import { after, type Held } from './consultation.rules.js';
import { type ConsultationFacts, mayRespond } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { SeatsService } from './seats.service.js';

type Participant = Held['participants'][number];

/** Answers to invitations. */
@Injectable()
export class AnswersService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly reference: ReferenceService,
    private readonly people: PeopleService,
    private readonly calendar: CalendarService,
    private readonly cases: CasesService,
    private readonly seats: SeatsService,
    private readonly repository: ConsultationsRepository,
    private readonly reader: ConsultationReader,
  ) {}

  /**
   * Answers for oneself. Accepting opens the case; declining frees the time, ends what the invitation gave and tells who
   * manages the meeting. Coming back after declining reserves the time again.
   * @throws {DomainError} `consultation.stale_sequence` with the time it has now as `current`, `consultation.wrong_state`,
   *   `consultation.slot_taken` when the time went to something else meanwhile
   */
  async respond(actor: Actor, { params, body }: InputOf<typeof routes.consultations.respond>): Promise<Consultation> {
    return this.database.transaction(async (tx) => {
      const { facts, me } = await this.own(tx, actor, params.id);
      this.assertAnswerable(facts, body.sequence);
      const wasOut = me.partstat === 'declined';
      const isOut = body.answer === 'declined';
      // Optional people who were busy have been invited without their time being taken.
      const needsTime = wasOut || (!me.required && me.partstat !== 'accepted');
      // The seat of a role goes to whoever accepts first, and an empty one to the substitutes.
      if (me.needId !== null) await this.seats.lockEverybody(tx, facts.sitting.id);
      if (needsTime && !isOut) await this.takeTime(tx, facts, me.personId);
      if (!wasOut && isOut) await this.calendar.release(tx, { groupId: facts.sitting.id, personIds: [me.personId] });
      const seen = await this.repository.lock(tx, facts);
      this.assertAnswerable(seen, body.sequence);
      // Another tab answered meanwhile, or a seat was given: what was done above would not fit.
      const now = seen.participants.find(({ id }) => id === me.id);
      if (now?.partstat !== me.partstat || now.needId !== me.needId) throw new DomainError('version.stale', { current: { partstat: now?.partstat } });
      if (me.needId !== null && !isOut) this.seats.assertOpen(seen, me.needId, me.personId);
      const respondedAt = this.clock.now();
      await this.repository.updateParticipation(tx, me.id, { partstat: body.answer, partstatSequence: body.sequence, respondedAt });
      if (isOut && !wasOut) await this.stepOut(tx, seen, me, respondedAt);
      if (!isOut) await this.stepIn(tx, facts, me, body.answer === 'accepted', wasOut);
      if (me.needId !== null) await this.settleSeat(tx, seen, me.needId, isOut);
      const after = await this.own(tx, actor, params.id);
      await this.reader.announce(tx, after.facts);
      return this.reader.showOne(tx, actor, after.facts, { action: 'consultation.answered', operation: 'U' });
    });
  }

  private async settleSeat(tx: Tx, held: Held, needId: string, opened: boolean): Promise<void> {
    const now = { ...held, participants: await this.repository.participants(tx, held) };
    await (opened ? this.seats.reopen(tx, now, needId) : this.seats.settle(tx, now, needId));
  }

  /** The time was agreed before: only what is booked over it meanwhile stands against it. Nobody else's calendar is touched. */
  private async takeTime(tx: Tx, { sitting, participants }: Held, personId: string): Promise<void> {
    await this.calendar.lock(tx, participants.map((one) => one.personId));
    const { id: groupId, startsAt, endsAt, timeZone, centreId } = sitting;
    const { people } = await this.calendar.obstacles(tx, { groupId, personIds: [personId], startsAt, endsAt, timeZone, centreId });
    const obstacle = people.get(personId);
    if (obstacle === 'busy') throw new DomainError('consultation.slot_taken', { alternatives: [] });
    if (obstacle === 'buffer') throw new DomainError('consultation.outside_rules', { reasons: [{ personId, rule: obstacle }] });
    await this.calendar.join(tx, { groupId, personIds: [personId], startsAt, endsAt });
  }

  private async stepIn(tx: Tx, { consultation, sitting, onCase, ...rest }: ConsultationFacts, me: Participant, accepted: boolean, wasOut: boolean): Promise<void> {
    const owner = onCase.relations.includes('owner');
    const relation = me.seat === 'expert' ? 'expert' : 'coordinator';
    if (!owner && accepted) await this.cases.widen(tx, { sourceId: consultation.id, personId: me.personId, relation });
    if (!wasOut) return;
    if (!owner && !accepted) await this.cases.widen(tx, { sourceId: consultation.id, personId: me.personId, relation: 'invited' });
    const contacts = await this.people.contacts(tx, [me.personId]);
    const { reminderOffsets } = await this.reference.centre(tx, sitting.centreId);
    await this.outbox.plan(tx, reminders({ ...rest, consultation, sitting }, [...contacts.values()], reminderOffsets, this.clock.now()));
  }

  private async stepOut(tx: Tx, { consultation, sitting }: Held, me: Participant, at: Date): Promise<void> {
    await this.cases.endGrants(tx, { sourceId: consultation.id, personId: me.personId, reason: 'declined' });
    await this.outbox.cancel(tx, { subjectId: sitting.id, kind: lettersOfSitting, recipientId: me.personId });
    const managing = new Set([consultation.bookedBy, ...(await this.people.coordinatorsOf(tx, sitting.centreId))]);
    managing.delete(me.personId);
    // Somebody may decline, come back and decline again: each time is told.
    const order = { subjectId: me.id, version: sitting.sequence, occasion: at.toISOString() };
    await this.outbox.plan(tx, [
      ...[...managing].map((recipientId) => ({ kind: 'send-decline-notice' as const, ...order, recipientId, expiresAt: sitting.endsAt })),
      { kind: 'evict-participant' as const, ...order },
    ]);
  }

  private async own(tx: Tx, actor: Actor, id: string): Promise<{ facts: ConsultationFacts; me: Participant }> {
    const facts = await this.reader.find(tx, actor, id);
    this.access.ask('consultation.respond', mayRespond(facts));
    if (!facts?.me) throw new DomainError('not_found');
    return { facts, me: facts.me };
  }

  private assertAnswerable({ consultation, sitting }: Held, sequence: number): void {
    if (sitting.sequence !== sequence) {
      const { startsAt, endsAt } = sitting;
      const current = { sequence: sitting.sequence, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), state: consultation.state };
      throw new DomainError('consultation.stale_sequence', { current });
    }
    if (after('respond', consultation.state) === null || sitting.endsAt <= this.clock.now()) {
      throw new DomainError('consultation.wrong_state', { state: consultation.state });
    }
  }
}
