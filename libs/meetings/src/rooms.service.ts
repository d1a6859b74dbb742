import { ConsultationsService } from '@app/consultations';
import { Clock, DomainError } from '@app/kernel';
import { Database } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { emptyTimeoutSeconds, phaseOf } from './door.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { LiveKitServers } from './livekit-servers.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { MeetingViews } from './meeting-views.js';
import { leastLoaded, newRoomName } from './room.rules.js';
import { RoomsRepository } from './rooms.repository.js';

/** The sitting a room belongs to. */
export interface RoomFor {
  readonly id: string;
  readonly endsAt: Date;
}

/**
 * Rooms of a meeting, one at a time. A short transaction fixes the next epoch by compare-and-swap; the media server is
 * called after it. Any process may do either: whoever comes second finds the work done.
 */
@Injectable()
export class RoomsService {
  private readonly logger = new Logger(RoomsService.name);
  /** Openings under way in this process, so that people who come together probe once. */
  private readonly opening = new Map<string, Promise<MeetingRoomEntity>>();

  constructor(
    private readonly database: Database,
    private readonly consultations: ConsultationsService,
    private readonly repository: RoomsRepository,
    private readonly doors: DoorsRepository,
    private readonly attendance: AttendanceRepository,
    private readonly servers: LiveKitServers,
    private readonly views: MeetingViews,
    private readonly clock: Clock,
  ) {}

  /**
   * The room people may join now. With a ready room this is one query and no call to a media server.
   * @throws {DomainError} `service.unavailable` while a lost room is being replaced
   */
  async ensure(sitting: RoomFor): Promise<MeetingRoomEntity> {
    const room = await this.database.read((tx) => this.repository.current(tx, sitting.id));
    if (room?.readyAt) return room;
    const under = this.opening.get(sitting.id) ?? this.open(sitting).finally(() => this.opening.delete(sitting.id));
    this.opening.set(sitting.id, under);
    return under;
  }

  /** Prepares the room before somebody asks for a ticket; failing is the ticket's business. */
  prepare(sitting: RoomFor): void {
    this.ensure(sitting).catch((error: unknown) => this.logger.warn(`room not prepared: ${String(error)}`));
  }

  /**
   * Opens the next room in place of `after` on the given server, or in direct mode (`null`), and tells everybody once it
   * can be joined. Returns the room in force, which may be another one when somebody else was faster.
   * `lastSeenAt`: when the old room was last known to work.
   * @throws {DomainError} `meeting.ended`
   */
  async replace(sitting: RoomFor, after: number, server: string | null, lastSeenAt?: Date): Promise<MeetingRoomEntity> {
    const room = await this.database.transaction(async (tx) => {
      await this.doors.lock(tx, sitting.id);
      const at = this.clock.now();
      const facts = await this.consultations.meetingFactsBySitting(tx, sitting.id);
      // Looked at under the lock, which the end takes too: a room opened past it would never be closed.
      if (!facts || phaseOf(facts, at) === 'ended') return null;
      const opened = await this.repository.replace(tx, { sittingId: sitting.id, after, server, name: newRoomName(), at });
      if (opened && after > 0) await this.attendance.cutAtEnd(tx, { sittingId: sitting.id, epoch: after }, lastSeenAt ?? at);
      await this.attendance.followSockets(tx, sitting.id, at);
      if (opened?.readyAt) tx.afterCommit(() => this.views.changed(sitting.id));
      return opened ?? (await this.repository.current(tx, sitting.id));
    });
    if (!room) throw new DomainError('meeting.ended');
    return room.readyAt ? room : this.makeReady(sitting, room);
  }

  /** Makes the media server hold a room whose epoch is fixed. Safe to repeat. */
  async makeReady(sitting: RoomFor, room: MeetingRoomEntity): Promise<MeetingRoomEntity> {
    const now = this.clock.now();
    if (room.server) await this.servers.createRoom(room.server, { name: room.name, emptyTimeoutSeconds: emptyTimeoutSeconds(sitting.endsAt, now) });
    await this.database.transaction(async (tx) => {
      await this.doors.lock(tx, sitting.id);
      const first = await this.repository.markReady(tx, room.id, now);
      if (first) tx.afterCommit(() => this.views.changed(sitting.id));
    });
    return { ...room, readyAt: now };
  }

  /** The room has ended by itself: everybody left, or the media server says so. */
  async end(room: { id: string; sittingId: string; epoch: number }, at: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.doors.lock(tx, room.sittingId);
      await this.repository.end(tx, room.id, at);
      await this.attendance.cutAtEnd(tx, room, at);
      tx.afterCommit(() => this.views.changed(room.sittingId));
    });
  }

  /** First room of a meeting, or the next after all had left: on the least loaded server that answers, else direct. */
  private async open(sitting: RoomFor): Promise<MeetingRoomEntity> {
    const { room, after } = await this.database.read(async (tx) => ({
      room: await this.repository.current(tx, sitting.id),
      after: await this.repository.lastEpoch(tx, sitting.id),
    }));
    try {
      if (room) return room.readyAt ? room : await this.makeReady(sitting, room);
      const target = leastLoaded(await this.servers.probe());
      return await this.replace(sitting, after, target?.url ?? null);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('service.unavailable', { retryAfterSeconds: 1 }, { cause: error });
    }
  }
}
