import { PeopleService } from '@app/accounts';
import { AuditService } from '@app/audit';
import { refuseIdentityCodes } from '@app/cases';
import type { events, PayloadOf } from '@app/contracts';
import { notices } from '@app/contracts';
import { ConsultationsService } from '@app/consultations';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, OutboxService, Realtime, type Tx } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { changes, phaseOf } from './door.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { EvictionsService } from './evictions.service.js';
import { LiveKitServers } from './livekit-servers.js';
import { type Meeting, MeetingAccess } from './meeting-access.js';
import { MeetingViews } from './meeting-views.js';
import { mayChooseServer, mayModerate, mayTurnAway } from './meetings.policy.js';
import { leastLoaded } from './room.rules.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

type Event = typeof events.meeting;
type Nothing = Record<string, never>;
type Target = Meeting['me'];

/** What moderators do at the door and in the room. */
@Injectable()
export class ModerationService {
  private readonly logger = new Logger(ModerationService.name);

  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly meetings: MeetingAccess,
    private readonly consultations: ConsultationsService,
    private readonly people: PeopleService,
    private readonly doors: DoorsRepository,
    private readonly roomRows: RoomsRepository,
    private readonly rooms: RoomsService,
    private readonly attendance: AttendanceRepository,
    private readonly evictions: EvictionsService,
    private readonly servers: LiveKitServers,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
    private readonly views: MeetingViews,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** Opens the door before its time; moderators at the door are then in. */
  async open(actor: Actor, { consultationId }: PayloadOf<Event['open']>): Promise<Nothing> {
    return this.change(actor, consultationId, 'meeting.opened', async (tx, { facts }) => {
      const at = this.clock.now();
      if (phaseOf(facts, at) !== 'not_open') return;
      await this.consultations.setOpenedAt(tx, facts.sitting.id, at);
      const connected = await this.doors.connections(tx, facts.sitting.id);
      for (const one of facts.participants.filter(({ moderator }) => moderator)) {
        if (connected.some((row) => row.participationId === one.participationId)) await this.place(tx, facts, one, 'admitted', actor);
      }
      tx.afterCommit(() => this.rooms.prepare(facts.sitting));
    });
  }

  async admit(actor: Actor, { consultationId, participationId }: PayloadOf<Event['admit']>): Promise<Nothing> {
    return this.decide(actor, consultationId, participationId, 'admitted');
  }

  /** Lets in everybody who waits. */
  async admitAll(actor: Actor, { consultationId }: PayloadOf<Event['admitAll']>): Promise<Nothing> {
    return this.change(actor, consultationId, 'meeting.admitted', async (tx, meeting) => {
      this.meetings.assertOpen(meeting);
      const waiting = (await this.doors.admissions(tx, meeting.facts.sitting.id)).filter((one) => one.state === 'waiting');
      for (const { participationId } of waiting) {
        const one = meeting.facts.participants.find((other) => other.participationId === participationId);
        if (one?.accepted) await this.place(tx, meeting.facts, one, 'admitted', actor);
      }
    });
  }

  async deny(actor: Actor, { consultationId, participationId }: PayloadOf<Event['deny']>): Promise<Nothing> {
    return this.decide(actor, consultationId, participationId, 'denied');
  }

  /** Throws somebody out of the meeting, on all devices, until a moderator lets them in again. */
  async remove(actor: Actor, { consultationId, participationId }: PayloadOf<Event['remove']>): Promise<Nothing> {
    return this.decide(actor, consultationId, participationId, 'removed');
  }

  /** Mutes the microphones of somebody; only that person can unmute. */
  async mute(actor: Actor, { consultationId, participationId }: PayloadOf<Event['mute']>): Promise<Nothing> {
    return this.change(actor, consultationId, 'meeting.muted', async (tx, { facts, me }) => {
      const target = this.target(facts, participationId);
      await this.doors.muteAll(tx, target.participationId);
      const by = (await this.people.cards(tx, [me.personId])).get(me.personId)?.name ?? '';
      const sockets = (await this.doors.connections(tx, facts.sitting.id)).filter((one) => one.participationId === participationId);
      const room = await this.roomRows.current(tx, facts.sitting.id);
      tx.afterCommit(async () => {
        this.realtime.emit(sockets.map((one) => one.socketId), notices.meeting.muted, { consultationId, by });
        if (room?.server) await this.servers.muteMicrophones(room.server, room.name, participationId);
      });
    });
  }

  async tellLobby(actor: Actor, { consultationId, text }: PayloadOf<Event['tellLobby']>): Promise<Nothing> {
    refuseIdentityCodes({ text });
    return this.change(actor, consultationId, 'meeting.lobby_told', async (tx, { facts }) => {
      await this.doors.setLobbyMessage(tx, facts.sitting.id, text, actor.personId, this.clock.now());
    });
  }

  /**
   * Leaves direct mode for the media server.
   * @throws {DomainError} `service.unavailable` when no server answers
   */
  async toServer(actor: Actor, { consultationId }: PayloadOf<Event['toServer']>): Promise<Nothing> {
    const { sitting, room } = await this.database.transaction(async (tx) => {
      const meeting = await this.meetings.load(tx, actor, consultationId, 'meeting.moderate', mayChooseServer);
      this.meetings.assertOpen(meeting);
      await this.record(tx, actor, meeting, 'meeting.server_chosen');
      return { sitting: meeting.facts.sitting, room: await this.roomRows.current(tx, meeting.facts.sitting.id) };
    });
    if (room?.mode !== 'direct') return {};
    const target = leastLoaded(await this.servers.probe());
    if (!target) throw new DomainError('service.unavailable', { retryAfterSeconds: 5 });
    await this.rooms.replace(sitting, room.epoch, target.url);
    return {};
  }

  private async decide(actor: Actor, consultationId: string, participationId: string, to: 'admitted' | 'denied' | 'removed'): Promise<Nothing> {
    return this.change(actor, consultationId, `meeting.${to}`, async (tx, meeting, version) => {
      const { facts } = meeting;
      if (to === 'admitted') this.meetings.assertOpen(meeting);
      const target = this.target(facts, participationId);
      if (to !== 'admitted') this.access.ask('meeting.moderate', mayTurnAway(target));
      const stored = await this.doors.admission(tx, participationId);
      if (!changes(stored?.state ?? null, to)) return;
      await this.place(tx, facts, target, to, actor);
      if (to === 'admitted') return;
      await this.outbox.plan(tx, [{ kind: 'evict-participant', subjectId: participationId, occasion: 'removed', version }]);
      tx.afterCommit(() => this.evictions.evict(participationId).catch((error: unknown) => this.logger.warn(`eviction put off: ${String(error)}`)));
    });
  }

  private async place(tx: Tx, facts: Meeting['facts'], { participationId }: Target, state: 'admitted' | 'denied' | 'removed', actor: Actor): Promise<void> {
    const at = this.clock.now();
    await this.doors.setStanding(tx, { participationId, sittingId: facts.sitting.id, state, since: at, decidedBy: actor.personId });
    if (state === 'admitted' && facts.consultation.state === 'booked') await this.consultations.markInSession(tx, facts.sitting.id);
  }

  /** One change by a moderator: policy, door lock, the change itself, access log, push. */
  private async change(
    actor: Actor,
    consultationId: string,
    action: string,
    work: (tx: Tx, meeting: Meeting, version: number) => Promise<void>,
  ): Promise<Nothing> {
    await this.database.transaction(async (tx) => {
      const meeting = await this.meetings.load(tx, actor, consultationId, 'meeting.moderate', mayModerate);
      this.meetings.assertNotEnded(meeting);
      const sittingId = meeting.facts.sitting.id;
      const version = await this.doors.lock(tx, sittingId);
      await work(tx, meeting, version);
      await this.attendance.followSockets(tx, sittingId, this.clock.now());
      await this.record(tx, actor, meeting, action);
      tx.afterCommit(() => this.views.changed(sittingId));
    });
    return {};
  }

  private target(facts: Meeting['facts'], participationId: string): Target {
    const target = facts.participants.find((one) => one.participationId === participationId && one.accepted);
    if (!target) throw new DomainError('not_found');
    return target;
  }

  private async record(tx: Tx, actor: Actor, { facts }: Meeting, action: string): Promise<void> {
    const { id: objectId, caseId } = facts.consultation;
    await this.audit.record(tx, { actor, action, operation: 'U', objectType: 'consultation', objectId, ...(caseId && { caseId }) });
  }
}
