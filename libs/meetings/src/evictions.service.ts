import { ConsultationsService } from '@app/consultations';
import { Clock } from '@app/kernel';
import { Database } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { participationOf } from './attendance.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { LiveKitServers, type MediaParticipant } from './livekit-servers.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { MeetingPeopleQuery } from './meeting-people.query.js';
import { MeetingViews } from './meeting-views.js';
import { RoomsRepository } from './rooms.repository.js';

/** Sees to it that nobody is in a media room who may not be: LiveKit's own tickets outlive a removal by ten minutes. */
@Injectable()
export class EvictionsService {
  constructor(
    private readonly database: Database,
    private readonly consultations: ConsultationsService,
    private readonly doors: DoorsRepository,
    private readonly rooms: RoomsRepository,
    private readonly attendance: AttendanceRepository,
    private readonly people: MeetingPeopleQuery,
    private readonly servers: LiveKitServers,
    private readonly views: MeetingViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Carries out that somebody has lost the place: by a moderator, or by declining (then the standing is taken away here).
   * A person who may be in after all is left alone.
   */
  async evict(participationId: string): Promise<void> {
    const room = await this.database.transaction(async (tx) => {
      const sittingId = await this.people.sittingOf(tx, participationId);
      const facts = sittingId && (await this.consultations.meetingFactsBySitting(tx, sittingId));
      if (!facts) return null;
      const accepted = facts.participants.some((one) => one.participationId === participationId && one.accepted);
      if (!accepted) {
        await this.doors.lock(tx, sittingId);
        const stored = await this.doors.admission(tx, participationId);
        const at = this.clock.now();
        if (stored) await this.doors.setStanding(tx, { participationId, sittingId, state: 'removed', since: at, decidedBy: null });
        await this.attendance.followSockets(tx, sittingId, at);
        tx.afterCommit(() => this.views.changed(sittingId));
      }
      return this.rooms.current(tx, sittingId);
    });
    if (room) await this.clear(room);
  }

  /** Looks who is in a media room and throws out everybody who may not be. Returns those who were there. */
  async clear(room: MeetingRoomEntity): Promise<MediaParticipant[]> {
    if (!room.server) return [];
    const inside = await this.servers.listParticipants(room.server, room.name);
    await this.throwOut(room, inside.map((one) => one.identity));
    return inside;
  }

  /** Throws out those of the given tabs that may not be in. */
  async throwOut(room: MeetingRoomEntity, identities: readonly string[]): Promise<void> {
    const { server, name } = room;
    if (!server || identities.length === 0) return;
    const now = this.clock.now();
    const entitled = await this.database.read(async (tx) => {
      const facts = await this.consultations.meetingFactsBySitting(tx, room.sittingId);
      const accepted = facts?.participants.filter((one) => one.accepted).map((one) => one.participationId) ?? [];
      return this.people.entitled(tx, room.sittingId, accepted, now);
    });
    const strangers = identities.filter((identity) => !entitled.has(participationOf(identity) ?? ''));
    await Promise.all(strangers.map((identity) => this.servers.removeParticipant(server, name, identity, now)));
  }
}
