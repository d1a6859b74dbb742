import { Clock } from '@app/kernel';
import { Database } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { participationOf } from './attendance.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { endsAfterMinutes } from './door.rules.js';
import { EndingsService } from './endings.service.js';
import { EvictionsService } from './evictions.service.js';
import { LiveKitInbox } from './livekit-inbox.service.js';
import { LocalSockets } from './local-sockets.js';
import { MeetingPeopleQuery } from './meeting-people.query.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { MeetingViews } from './meeting-views.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

const second = 1_000;
/** A socket whose process has been silent this long is gone; processes speak every ten seconds. */
const staleMilliseconds = 45 * second;
/** A direct room that just opened is empty for a moment. */
const emptyRoomMilliseconds = 30 * second;

/** Repairs what events did not tell: run every few seconds by one process. */
@Injectable()
export class MeetingSweep {
  private readonly logger = new Logger(MeetingSweep.name);

  constructor(
    private readonly database: Database,
    private readonly doors: DoorsRepository,
    private readonly rows: RoomsRepository,
    private readonly rooms: RoomsService,
    private readonly attendance: AttendanceRepository,
    private readonly people: MeetingPeopleQuery,
    private readonly evictions: EvictionsService,
    private readonly endings: EndingsService,
    private readonly inbox: LiveKitInbox,
    private readonly views: MeetingViews,
    private readonly sockets: LocalSockets,
    private readonly clock: Clock,
  ) {}

  /** Says that the sockets of this process are open; every process, every ten seconds. */
  async refresh(): Promise<void> {
    const ids = this.sockets.all();
    if (ids.length > 0) await this.database.transaction((tx) => this.doors.refresh(tx, ids, this.clock.now()));
  }

  /** One turn; a part that fails is logged and tried again in the next. */
  async sweep(): Promise<void> {
    await this.refresh();
    await this.part('webhooks', () => this.inbox.work());
    await this.part('sockets', () => this.dropStaleSockets());
    const rooms = await this.database.read((tx) => this.rows.live(tx));
    await Promise.all(rooms.map((room) => this.part('room', () => this.checkRoom(room))));
    await this.part('overdue', () => this.endOverdue());
  }

  private async dropStaleSockets(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - staleMilliseconds);
    for (const sittingId of await this.database.read((tx) => this.doors.sittingsWithStale(tx, before))) {
      await this.database.transaction(async (tx) => {
        await this.doors.lock(tx, sittingId);
        await this.attendance.closeStaleSockets(tx, sittingId, before);
        await this.doors.deleteStale(tx, sittingId, before);
        tx.afterCommit(() => this.views.changed(sittingId));
      });
    }
  }

  private async checkRoom(room: MeetingRoomEntity): Promise<void> {
    if (!room.readyAt) return;
    const lookedAt = this.clock.now();
    if (room.mode === 'direct') {
      const { people } = await this.database.read((tx) => this.doors.present(tx, room.sittingId));
      if (people === 0 && lookedAt.getTime() - room.openedAt.getTime() > emptyRoomMilliseconds) await this.rooms.end(room, lookedAt);
      return;
    }
    const inside = await this.evictions.clear(room);
    const stays = inside.flatMap(({ identity, sid, joinedAt }) => {
      const participationId = participationOf(identity);
      return participationId ? [{ participationId, sid, joinedAt, leftAt: null }] : [];
    });
    await this.database.transaction(async (tx) => {
      await this.attendance.merge(tx, room, stays);
      await this.attendance.closeUnseen(tx, room, stays.map((one) => one.sid), lookedAt);
    });
  }

  private async endOverdue(): Promise<void> {
    const endedBefore = new Date(this.clock.now().getTime() - endsAfterMinutes * 60 * second);
    for (const sittingId of await this.database.read((tx) => this.people.overdue(tx, endedBefore))) await this.endings.endIfOver(sittingId);
  }

  private async part(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`sweep of ${name} put off: ${String(error)}`);
    }
  }
}
