import { CasesService } from '@app/cases';
import type { Consultation, ConsultationState, InputOf, OutputOf, Partstat, routes, Seat } from '@app/contracts';
import { Clock, DomainError, keyPart, readCursor, writeCursor } from '@app/kernel';
import { AccessService, type Actor, Database, OutboxService, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { CaseProgress } from './case-progress.js';
import { type ListFilter, listConsultations } from './consultation-list.query.js';
import { lettersOfSitting } from './consultation-orders.js';
import { ConsultationReader } from './consultation-reader.js';
import { after, hasAccepted, type Held, moderates } from './consultation.rules.js';
import { mayListConsultations, mayReadConsultation } from './consultations.policy.js';
import { ConsultationsRepository } from './consultations.repository.js';
import { startOfDay } from './local-start.js';

type Routes = typeof routes.consultations;

const pageSize = 50;

/** A person of a meeting as the meeting needs to know them. */
export interface MeetingParticipant {
  readonly participationId: string;
  readonly personId: string;
  readonly seat: Seat;
  readonly required: boolean;
  readonly partstat: Partstat;
  /** Lets people in, mutes, removes and ends. */
  readonly moderator: boolean;
  /** May come in: has accepted the present time, or owns or booked the meeting and has not declined. */
  readonly accepted: boolean;
}

/** What decides about a meeting. */
export interface MeetingFacts {
  readonly consultation: { readonly id: string; readonly caseId: string; readonly state: ConsultationState };
  readonly sitting: {
    readonly id: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly timeZone: string;
    readonly centreId: string;
    readonly sequence: number;
    readonly version: number;
    readonly openedAt: Date | null;
  };
  readonly participants: readonly MeetingParticipant[];
  /** The actor's own entry; null for those who only manage the meeting. */
  readonly me: MeetingParticipant | null;
}

/** Looking at consultations, and what the meeting itself asks and tells. */
@Injectable()
export class ConsultationsService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly outbox: OutboxService,
    private readonly clock: Clock,
    private readonly cases: CasesService,
    private readonly progress: CaseProgress,
    private readonly repository: ConsultationsRepository,
    private readonly reader: ConsultationReader,
  ) {}

  /** Own consultations, or those of the centre one works in, in order of start. */
  async list(actor: Actor, { query }: InputOf<Routes['list']>): Promise<OutputOf<Routes['list']>> {
    this.access.ask('consultation.list', mayListConsultations(actor, query.scope));
    const scope = query.scope === 'centre' && actor.centreId ? { centreId: actor.centreId } : { personId: actor.personId };
    const filter: ListFilter = {
      scope,
      from: query.from === undefined ? null : startOfDay(query.from, actor.timeZone),
      to: query.to === undefined ? null : startOfDay(query.to, actor.timeZone),
      after: readCursor(query.cursor, [keyPart.instant, keyPart.id]),
      now: this.clock.now(),
      limit: pageSize + 1,
    };
    return this.database.transaction(async (tx) => {
      const found = await listConsultations(tx, filter);
      const page = found.slice(0, pageSize);
      const facts = await this.reader.facts(tx, actor, await this.repository.findMany(tx, page.map(({ id }) => id)));
      const items = await this.reader.show(tx, actor, facts.filter((one) => mayReadConsultation(one).allow), {
        action: 'consultation.listed',
        operation: 'R',
      });
      const last = page.at(-1);
      return { items, next: found.length > pageSize && last ? writeCursor([last.startsAt.toISOString(), last.id]) : null };
    });
  }

  async get(actor: Actor, { params }: InputOf<Routes['get']>): Promise<Consultation> {
    return this.database.transaction(async (tx) => {
      const facts = await this.reader.find(tx, actor, params.id);
      this.access.ask('consultation.read', mayReadConsultation(facts));
      if (!facts) throw new DomainError('not_found');
      return this.reader.showOne(tx, actor, facts, { action: 'consultation.read', operation: 'R' });
    });
  }

  /** The meeting as the actor stands to it; null when the consultation is unknown or not theirs to see. */
  async meetingFacts(tx: Tx, actor: Actor, consultationId: string): Promise<MeetingFacts | null> {
    const facts = await this.reader.find(tx, actor, consultationId);
    if (!facts || !mayReadConsultation(facts).allow) return null;
    return this.toMeetingFacts(tx, facts, actor.personId);
  }

  /** The meeting of a sitting for jobs, where nobody acts; null for an unknown one. */
  async meetingFactsBySitting(tx: Tx, sittingId: string): Promise<MeetingFacts | null> {
    const [held] = await this.repository.findBySittings(tx, [sittingId]);
    return held ? this.toMeetingFacts(tx, held, null) : null;
  }

  /** The meeting has begun; does nothing when it has begun before or is over. */
  async markInSession(tx: Tx, sittingId: string): Promise<void> {
    for (const held of await this.repository.findBySittings(tx, [sittingId])) {
      const { consultation } = await this.repository.lock(tx, held);
      const state = after('start', consultation.state);
      if (!state) continue;
      await this.repository.updateConsultation(tx, consultation.id, { state });
      await this.progress.settle(tx, consultation.caseId);
      await this.reader.announce(tx, held);
    }
  }

  /**
   * The meeting is over. `seenVersion`: the version of the sitting that was decided upon.
   * @throws {DomainError} `consultation.wrong_state` when it was over before or cancelled, `version.stale` when it was moved meanwhile
   */
  async markEnded(tx: Tx, consultationId: string, seenVersion: number, at: Date): Promise<void> {
    const held = await this.repository.find(tx, consultationId);
    if (!held) throw new DomainError('not_found');
    const { consultation, sitting } = await this.repository.lock(tx, held);
    const state = after('end', consultation.state);
    if (!state) throw new DomainError('consultation.wrong_state', { state: consultation.state });
    if (sitting.version !== seenVersion) throw new DomainError('version.stale', { current: sitting.version });
    await this.repository.updateConsultation(tx, consultation.id, { state, endedAt: at });
    await this.repository.updateSitting(tx, sitting.id, { version: sitting.version + 1 });
    await this.outbox.cancel(tx, { subjectId: sitting.id, kind: lettersOfSitting });
    await this.progress.settle(tx, consultation.caseId);
    await this.reader.announce(tx, { ...held, sitting: { ...sitting, version: sitting.version + 1 } });
  }

  /** A moderator opened the door before its usual time. */
  async setOpenedAt(tx: Tx, sittingId: string, at: Date): Promise<void> {
    await this.repository.updateSitting(tx, sittingId, { openedAt: at });
    for (const held of await this.repository.findBySittings(tx, [sittingId])) await this.reader.announce(tx, held);
  }

  private async toMeetingFacts(tx: Tx, { consultation, sitting, participants }: Held, personId: string | null): Promise<MeetingFacts> {
    const owners = await this.cases.owners(tx, consultation.caseId);
    const people = participants.map((one): MeetingParticipant => {
      const owner = owners.includes(one.personId);
      return {
        participationId: one.id,
        personId: one.personId,
        seat: one.seat,
        required: one.required,
        partstat: one.partstat,
        moderator: moderates(one, owner),
        accepted: hasAccepted(one, owner || one.personId === consultation.bookedBy),
      };
    });
    return {
      consultation: { id: consultation.id, caseId: consultation.caseId, state: consultation.state },
      sitting,
      participants: people,
      me: people.find((one) => one.personId === personId) ?? null,
    };
  }
}
