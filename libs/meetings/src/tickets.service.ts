import { AuditService } from '@app/audit';
import { PeopleService } from '@app/accounts';
import type { InputOf, routes, Ticket } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { AccessService, type Actor, Database, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { identityOf } from './attendance.rules.js';
import { maxDevices, maxPeople, type Standing } from './door.rules.js';
import { DoorService } from './door.service.js';
import { DoorsRepository } from './doors.repository.js';
import { ticketSeconds } from './livekit-grants.js';
import { LiveKitServers } from './livekit-servers.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { type Meeting, MeetingAccess } from './meeting-access.js';
import { mayEnter, mayTakePart } from './meetings.policy.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

interface Admitted {
  readonly sitting: Meeting['facts']['sitting'];
  readonly participationId: string;
  readonly name: string;
  /** The room in force, when it can be joined: the usual case, without a call to a media server. */
  readonly ready: MeetingRoomEntity | null;
}

/** Tickets to the room of a meeting: one browser tab, one room, once. */
@Injectable()
export class TicketsService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly meetings: MeetingAccess,
    private readonly door: DoorService,
    private readonly doors: DoorsRepository,
    private readonly roomRows: RoomsRepository,
    private readonly rooms: RoomsService,
    private readonly people: PeopleService,
    private readonly servers: LiveKitServers,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {DomainError} `meeting.not_accepted`, `meeting.not_open`, `meeting.ended`, `meeting.removed`,
   *   `meeting.not_admitted`, `meeting.full`; `service.unavailable` while a lost room is being replaced
   */
  async issue(actor: Actor, { params, body }: InputOf<typeof routes.consultations.ticket>): Promise<Ticket> {
    const admitted = await this.database.transaction((tx) => this.admit(tx, actor, params.id));
    return this.make(admitted, admitted.ready ?? (await this.rooms.ensure(admitted.sitting)), body.deviceSession);
  }

  /** The ticket of somebody who has just come in, if there is one without waiting; null for whatever reason, which `issue` tells. */
  async offer(actor: Actor, { consultationId, deviceSession }: { consultationId: string; deviceSession: string }): Promise<Ticket | null> {
    try {
      const admitted = await this.database.transaction((tx) => this.admit(tx, actor, consultationId));
      return admitted.ready && (await this.make(admitted, admitted.ready, deviceSession));
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  private async make({ participationId, name }: Admitted, room: MeetingRoomEntity, deviceSession: string): Promise<Ticket> {
    const ticket = {
      epoch: room.epoch,
      participationId,
      expiresAt: new Date(this.clock.now().getTime() + ticketSeconds * 1000).toISOString(),
    };
    if (!room.server) return { ...ticket, mode: 'direct', iceServers: [] };
    const identity = identityOf(participationId, deviceSession);
    const token = await this.servers.signTicket({ room: room.name, identity, name });
    return { ...ticket, mode: 'livekit', url: this.servers.publicUrl(room.server), token };
  }

  private async admit(tx: Tx, actor: Actor, consultationId: string): Promise<Admitted> {
    const meeting = await this.meetings.load(tx, actor, consultationId, 'meeting.enter', mayEnter);
    this.meetings.assertOpen(meeting);
    const { facts, me } = meeting;
    this.access.ask('meeting.enter', mayTakePart(await this.standing(tx, meeting)));
    const others = await this.doors.present(tx, facts.sitting.id, me.participationId);
    if (others.people >= maxPeople || others.devices >= maxDevices) throw new DomainError('meeting.full');
    const { id: objectId, caseId } = facts.consultation;
    await this.audit.record(tx, { actor, action: 'meeting.ticket_issued', operation: 'E', objectType: 'consultation', objectId, ...(caseId && { caseId }) });
    const name = (await this.people.cards(tx, [me.personId])).get(me.personId)?.name ?? '';
    const room = await this.roomRows.current(tx, facts.sitting.id);
    return { sitting: facts.sitting, participationId: me.participationId, name, ready: room?.readyAt ? room : null };
  }

  /** Moderators need not have come to the door by socket before. */
  private async standing(tx: Tx, meeting: Meeting): Promise<Standing | null> {
    const stored = await this.doors.admission(tx, meeting.me.participationId);
    if (!meeting.me.moderator || stored?.state === 'admitted') return stored?.state ?? null;
    await this.doors.lock(tx, meeting.facts.sitting.id);
    return this.door.arrive(tx, meeting);
  }
}
