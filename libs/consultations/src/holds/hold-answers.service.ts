import { CalendarService, HeldTimes } from '@app/calendar';
import type { Hold, InputOf, routes, TimeAnswer } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, OutboxService, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { ConsultationsRepository } from '../consultations.repository.js';
import { HoldReader } from './hold-reader.js';
import { HoldSettling } from './hold-settling.js';
import { type HoldFacts, mayAnswerHold } from './holds.policy.js';
import { HoldsRepository } from './holds.repository.js';
import { assertOpen } from './holds.service.js';
import type { HoldRecord } from './hold.rules.js';

type Participant = HoldRecord['participants'][number];

/** What people say of held times. */
@Injectable()
export class HoldAnswersService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly calendar: CalendarService,
    private readonly heldTimes: HeldTimes,
    private readonly consultations: ConsultationsRepository,
    private readonly repository: HoldsRepository,
    private readonly reader: HoldReader,
    private readonly settling: HoldSettling,
  ) {}

  /**
   * Answers for oneself; may be changed while the times are open. A no frees the time in the own calendar, a yes to a time
   * that was not free takes it if it is free now. The answer that completes the panel at a time confirms it.
   * @throws {DomainError} `hold.over`; `consultation.slot_taken` for a yes to a time that is taken
   */
  async answer(actor: Actor, { params, body }: InputOf<typeof routes.holds.answer>): Promise<Hold> {
    return this.database.transaction(async (tx) => {
      const { facts, me } = await this.own(tx, actor, params.id);
      // Any answer may confirm the time of everybody, or ask the substitutes.
      await this.calendar.lock(tx, facts.participants.map(({ personId }) => personId));
      const record = await this.repository.lock(tx, facts);
      assertOpen(record, this.clock.now());
      const now = record.participants.find(({ id }) => id === me.id);
      if (now?.standing !== 'in') throw new DomainError('hold.over', { state: 'stood_down' });
      for (const { timeId, answer } of body.answers) await this.say(tx, record, now, timeId, answer);
      await this.consultations.updateParticipation(tx, me.id, { respondedAt: now.respondedAt ?? this.clock.now() });
      await this.consultations.updateSitting(tx, record.sitting.id, { version: record.sitting.version + 1 });
      await this.outbox.cancel(tx, { subjectId: record.sitting.id, kind: ['ask-for-times', 'remind-of-times'], recipientId: actor.personId });
      await this.settling.settle(tx, (await this.repository.find(tx, params.id)) ?? record);
      const { facts: after } = await this.own(tx, actor, params.id);
      await this.reader.announce(tx, after);
      return this.reader.showOne(tx, actor, after, { action: 'hold.answered', operation: 'U' });
    });
  }

  private async say(tx: Tx, record: HoldRecord, me: Participant, timeId: string, answer: TimeAnswer): Promise<void> {
    const time = record.times.find(({ id }) => id === timeId);
    const before = record.answers.find((one) => one.timeId === timeId && one.participationId === me.id);
    if (!time || !before) throw new DomainError('request.invalid', { fields: [{ path: 'answers', message: 'names a time that is not held' }] });
    const { startsAt, endsAt } = time;
    const entry = { personId: me.personId, startsAt, endsAt };
    const held = answer !== 'no';
    if (held && !before.held) await this.take(tx, record, entry);
    if (!held && before.held) await this.heldTimes.release(tx, record.sitting.id, entry);
    await this.repository.answer(tx, { timeId, participationId: me.id }, { answer, held });
  }

  private async take(tx: Tx, { sitting, hold }: HoldRecord, entry: { personId: string; startsAt: Date; endsAt: Date }): Promise<void> {
    const { personId, startsAt, endsAt } = entry;
    const { id: groupId, timeZone, centreId } = sitting;
    const found = await this.calendar.obstacles(tx, { groupId, personIds: [personId], startsAt, endsAt, timeZone, centreId });
    // Hours are the person's own: whoever says yes outside them means it.
    const obstacle = found.people.get(personId);
    if (obstacle === 'busy' || obstacle === 'buffer') throw new DomainError('consultation.slot_taken', { alternatives: [], startsAt: startsAt.toISOString() });
    await this.heldTimes.hold(tx, { groupId, entries: [entry], expiresAt: hold.expiresAt });
  }

  private async own(tx: Tx, actor: Actor, id: string): Promise<{ facts: HoldFacts; me: Participant }> {
    const facts = await this.reader.find(tx, actor, id);
    this.access.ask('hold.answer', mayAnswerHold(facts));
    if (!facts?.me) throw new DomainError('not_found');
    return { facts, me: facts.me };
  }
}
