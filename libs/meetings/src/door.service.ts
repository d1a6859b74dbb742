import type { events, MeetingSnapshot, PayloadOf } from '@app/contracts';
import { notices } from '@app/contracts';
import { ConsultationsService } from '@app/consultations';
import { Clock } from '@app/kernel';
import { AccessService, type Actor, Database, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { phaseOf, type Standing, standingOnArrival } from './door.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { type Meeting, MeetingAccess } from './meeting-access.js';
import { MeetingViews } from './meeting-views.js';
import { mayEnter, mayModerate, mayTakePart } from './meetings.policy.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

type Event = typeof events.meeting;

/**
 * The door as the person at it uses it. The database is the truth: whoever comes again finds the same place,
 * and every change is pushed to everybody at the door.
 */
@Injectable()
export class DoorService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly meetings: MeetingAccess,
    private readonly consultations: ConsultationsService,
    private readonly doors: DoorsRepository,
    private readonly roomRows: RoomsRepository,
    private readonly rooms: RoomsService,
    private readonly attendance: AttendanceRepository,
    private readonly views: MeetingViews,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /**
   * Comes to the door, again after each reconnect: moderators are in at once, others wait. Before the door is open only
   * moderators may come, who can open it. After the end the snapshot says so.
   * @throws {DomainError} `meeting.not_accepted`, `meeting.not_open`
   */
  async enter(actor: Actor, { consultationId, deviceSession }: PayloadOf<Event['enter']>, socketId: string): Promise<MeetingSnapshot> {
    return this.database.transaction(async (tx) => {
      const meeting = await this.meetings.load(tx, actor, consultationId, 'meeting.enter', mayEnter);
      const { facts, me } = meeting;
      const at = this.clock.now();
      const phase = phaseOf(facts, at);
      if (phase === 'not_open' && !mayModerate(facts).allow) this.meetings.assertOpen(meeting);
      if (phase !== 'ended') {
        await this.doors.lock(tx, facts.sitting.id);
        if (phase === 'open' && (await this.arrive(tx, meeting)) === 'admitted') tx.afterCommit(() => this.rooms.prepare(facts.sitting));
        await this.doors.connect(tx, { sittingId: facts.sitting.id, participationId: me.participationId, deviceSession, socketId, at });
        await this.attendance.followSockets(tx, facts.sitting.id, at);
        tx.afterCommit(() => this.views.changed(facts.sitting.id));
      }
      return this.views.snapshot(tx, facts, me.participationId);
    });
  }

  /** Notes that somebody has come to the open door; the caller holds its lock. The first one in starts the session. */
  async arrive(tx: Tx, { facts, me }: Meeting): Promise<Standing> {
    const stored = await this.doors.admission(tx, me.participationId);
    const state = standingOnArrival(stored, me.moderator);
    if (state !== stored?.state) {
      await this.doors.setStanding(tx, {
        participationId: me.participationId,
        sittingId: facts.sitting.id,
        state,
        since: this.clock.now(),
        decidedBy: null,
      });
    }
    if (state === 'admitted' && facts.consultation.state === 'booked') await this.consultations.markInSession(tx, facts.sitting.id);
    return state;
  }

  async leave(actor: Actor, { consultationId }: PayloadOf<Event['leave']>, socketId: string): Promise<Record<string, never>> {
    await this.database.transaction(async (tx) => {
      const { facts } = await this.meetings.load(tx, actor, consultationId, 'meeting.enter', mayEnter);
      await this.goAway(tx, socketId, facts.sitting.id);
    });
    return {};
  }

  /** A socket has closed, for whatever reason. */
  async disconnected(socketId: string): Promise<void> {
    await this.database.transaction((tx) => this.goAway(tx, socketId, null));
  }

  /** Tells the others whether one's microphone and camera are on. */
  async tellDevice(actor: Actor, { consultationId, micOn, cameraOn }: PayloadOf<Event['device']>, socketId: string): Promise<Record<string, never>> {
    await this.database.transaction(async (tx) => {
      const { facts } = await this.meetings.load(tx, actor, consultationId, 'meeting.enter', mayEnter);
      await this.doors.lock(tx, facts.sitting.id);
      await this.doors.setDevice(tx, socketId, facts.sitting.id, { micOn, cameraOn });
      tx.afterCommit(() => this.views.changed(facts.sitting.id));
    });
    return {};
  }

  /**
   * Relays a message of the direct mode, unread, from one tab to another; both must be in, and the room in force direct.
   * A tab that has gone meanwhile, or a room that has been replaced, is no error: the snapshot tells.
   */
  async signal(actor: Actor, { consultationId, epoch, to, signal }: PayloadOf<Event['signal']>, socketId: string): Promise<Record<string, never>> {
    const relay = await this.database.read(async (tx) => {
      const { facts, me } = await this.meetings.load(tx, actor, consultationId, 'meeting.take-part', mayEnter);
      const place = await this.doors.placeOf(tx, socketId, facts.sitting.id);
      const mine = place?.participationId === me.participationId ? place : null;
      this.access.ask('meeting.take-part', mayTakePart(mine?.standing ?? null));
      const room = await this.roomRows.current(tx, facts.sitting.id);
      const reaches = facts.participants.some((one) => one.participationId === to.participationId && one.accepted);
      if (!mine || !reaches || room?.mode !== 'direct' || room.epoch !== epoch) return null;
      const sockets = await this.doors.socketsOf(tx, facts.sitting.id, to.participationId, to.deviceSession);
      return { sockets, from: { participationId: mine.participationId, deviceSession: mine.deviceSession } };
    });
    if (relay) this.realtime.emit(relay.sockets, notices.meeting.signal, { consultationId, epoch, from: relay.from, signal });
    return {};
  }

  private async goAway(tx: Tx, socketId: string, sittingId: string | null): Promise<void> {
    const at = this.clock.now();
    for (const left of await this.doors.disconnect(tx, socketId, sittingId)) {
      await this.doors.lock(tx, left);
      await this.attendance.followSockets(tx, left, at);
      tx.afterCommit(() => this.views.changed(left));
    }
  }
}
