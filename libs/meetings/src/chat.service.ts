import { PeopleService } from '@app/accounts';
import { AuditService } from '@app/audit';
import { CasesService } from '@app/cases';
import type { ChatMessage, events, InputOf, OutputOf, PayloadOf, PersonCard, routes } from '@app/contracts';
import { containsPersonalIdentityCode, notices } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { ConsultationsService } from '@app/consultations';
import { AccessService, type Actor, Database, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { DoorsRepository } from './doors.repository.js';
import { MeetingAccess } from './meeting-access.js';
import { mayEnter, mayReadMessages, mayTakePart } from './meetings.policy.js';
import type { MessageEntity } from './message.entity.js';
import { MessagesRepository } from './messages.repository.js';

/** The chat of a meeting. It is content of the case and is read under the rules of the case. */
@Injectable()
export class ChatService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly meetings: MeetingAccess,
    private readonly consultations: ConsultationsService,
    private readonly cases: CasesService,
    private readonly people: PeopleService,
    private readonly doors: DoorsRepository,
    private readonly repository: MessagesRepository,
    private readonly audit: AuditService,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends a message to everybody who is in. The id is made by the client: a retry returns the message there is.
   * @throws {DomainError} `meeting.not_admitted`, `meeting.removed`, `meeting.ended`, `text.personal_identity_code`
   */
  async say(actor: Actor, { consultationId, messageId, text }: PayloadOf<typeof events.meeting.say>): Promise<ChatMessage> {
    if (containsPersonalIdentityCode(text)) {
      throw new DomainError('text.personal_identity_code', { fields: [{ path: 'text', message: 'contains a personal identity code' }] });
    }
    return this.database.transaction(async (tx) => {
      const meeting = await this.meetings.load(tx, actor, consultationId, 'meeting.take-part', mayEnter);
      this.meetings.assertOpen(meeting);
      const { facts, me } = meeting;
      const stored = await this.doors.admission(tx, me.participationId);
      this.access.ask('meeting.take-part', mayTakePart(stored?.state ?? null));
      const row = { id: messageId, sittingId: facts.sitting.id, consultationId, personId: actor.personId, text, sentAt: this.clock.now() };
      const added = await this.repository.add(tx, row);
      const kept = added ? row : await this.repository.find(tx, messageId);
      if (kept?.personId !== actor.personId || kept.consultationId !== consultationId) throw new DomainError('access.forbidden');
      const message = present(kept, await this.people.cards(tx, [actor.personId]));
      if (added) {
        await this.record(tx, actor, 'message.sent', 'C', facts.consultation.caseId, messageId);
        // Who has declined may still stand inside: the place is taken away a moment later, by the worker.
        const accepted = facts.participants.filter((one) => one.accepted).map((one) => one.participationId);
        const sockets = await this.doors.socketsInside(tx, facts.sitting.id, accepted);
        tx.afterCommit(() => this.realtime.emit(sockets, notices.meeting.message, { consultationId, message }));
      }
      return message;
    });
  }

  /** All messages in order, for those who may read the case's content. */
  async list(actor: Actor, { params }: InputOf<typeof routes.consultations.messages>): Promise<OutputOf<typeof routes.consultations.messages>> {
    return this.database.transaction(async (tx) => {
      const facts = await this.consultations.meetingFacts(tx, actor, params.id);
      const caseFacts = facts && (await this.cases.facts(tx, actor, facts.consultation.caseId));
      this.access.ask('meeting.read', mayReadMessages(caseFacts));
      if (!facts) throw new DomainError('not_found');
      const messages = await this.repository.list(tx, params.id);
      const cards = await this.people.cards(tx, [...new Set(messages.map((one) => one.personId))]);
      await this.record(tx, actor, 'messages.read', 'R', facts.consultation.caseId, params.id);
      return { items: messages.map((one) => present(one, cards)) };
    });
  }

  private async record(tx: Tx, actor: Actor, action: string, operation: 'C' | 'R', caseId: string, objectId: string): Promise<void> {
    const objectType = operation === 'C' ? 'message' : 'consultation';
    await this.audit.record(tx, { actor, action, operation, objectType, objectId, caseId });
  }
}

function present({ id, personId, text, sentAt }: MessageEntity, cards: ReadonlyMap<string, PersonCard>): ChatMessage {
  return { id, personId, name: cards.get(personId)?.name ?? '', text, sentAt: sentAt.toISOString() };
}
