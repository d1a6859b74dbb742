import { ConsultationsService } from '@app/consultations';
import { Clock } from '@app/kernel';
import { Database } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { DoorsRepository } from './doors.repository.js';
import { LiveKitServers } from './livekit-servers.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { remedyFor, type ServerState } from './room.rules.js';
import { RoomsRepository } from './rooms.repository.js';
import { RoomsService } from './rooms.service.js';

const lookEveryMilliseconds = 250;

interface Sight {
  /** Looks in a row without an answer of the room's server, and since when (monotonic milliseconds). */
  silent: number;
  silentSince: number;
}

/**
 * Watches the media rooms and replaces lost ones. The leader looks regularly; any process looks at once when a browser
 * reports a loss. Two may see the same loss: the compare-and-swap of the epoch lets one of them replace the room.
 */
@Injectable()
export class RoomLookout {
  private readonly logger = new Logger(RoomLookout.name);
  private readonly sights = new Map<string, Sight>();
  private pursuit: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly consultations: ConsultationsService,
    private readonly rows: RoomsRepository,
    private readonly rooms: RoomsService,
    private readonly doors: DoorsRepository,
    private readonly servers: LiveKitServers,
    private readonly clock: Clock,
  ) {}

  /** Looks once, and goes on every 250 ms as long as a room is lost. */
  pursue(): Promise<void> {
    this.pursuit ??= this.untilFound().finally(() => {
      this.pursuit = null;
    });
    return this.pursuit;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.pursuit?.catch(() => undefined);
  }

  private async untilFound(): Promise<void> {
    while (!this.stopped && (await this.look())) await pause(lookEveryMilliseconds);
  }

  /** Whether a room is lost and not replaced yet. */
  private async look(): Promise<boolean> {
    const rooms = (await this.database.read((tx) => this.rows.live(tx))).filter((room) => room.mode === 'livekit');
    this.forgetAllBut(rooms);
    if (rooms.length === 0) return false;
    const lookedAt = performance.now();
    const now = this.clock.now();
    const servers = await this.servers.probe();
    const seen = rooms.filter((room) => servers.some((server) => server.url === room.server && server.rooms.has(room.name)));
    if (seen.length > 0) await this.database.transaction((tx) => this.rows.noteSeen(tx, seen.map(({ id }) => id), now));
    const lost = await Promise.all(rooms.map((room) => this.tend(room, servers, lookedAt)));
    return lost.includes(true);
  }

  private async tend(room: MeetingRoomEntity, servers: readonly ServerState[], lookedAt: number): Promise<boolean> {
    try {
      const sight = this.note(room, servers, lookedAt);
      const remedy = remedyFor({ ...room, silent: sight.silent, silentFor: performance.now() - sight.silentSince }, servers);
      if (remedy.do === 'nothing') return false;
      if (remedy.do === 'replace') await this.replace(room, remedy.server, servers);
      return remedy.do === 'wait';
    } catch (error) {
      this.logger.warn(`room of sitting ${room.sittingId} not replaced yet: ${String(error)}`);
      return true;
    }
  }

  private async replace(room: MeetingRoomEntity, server: string | null, servers: readonly ServerState[]): Promise<void> {
    const seenAt = room.seenAt ?? room.readyAt ?? room.openedAt;
    const { facts, people } = await this.database.read(async (tx) => ({
      facts: await this.consultations.meetingFactsBySitting(tx, room.sittingId),
      people: (await this.doors.present(tx, room.sittingId)).people,
    }));
    const answers = servers.some((one) => one.up && one.url === room.server);
    if (facts && !room.readyAt && answers) {
      // Its process died, or is just about to make it: making it twice is harmless.
      await this.rooms.makeReady(facts.sitting, room);
      return;
    }
    if (!facts || people === 0) return this.rooms.end(room, seenAt);
    const next = await this.rooms.replace(facts.sitting, room.epoch, server, seenAt);
    this.logger.log(`room of sitting ${room.sittingId} lost; epoch ${next.epoch} opened as ${next.mode}`);
  }

  private note(room: MeetingRoomEntity, servers: readonly ServerState[], lookedAt: number): Sight {
    const own = servers.find((server) => server.url === room.server);
    const before = this.sights.get(room.id) ?? { silent: 0, silentSince: lookedAt };
    const sight = own?.up
      ? { silent: 0, silentSince: lookedAt }
      : { silent: before.silent + 1, silentSince: before.silent === 0 ? lookedAt : before.silentSince };
    this.sights.set(room.id, sight);
    return sight;
  }

  private forgetAllBut(rooms: readonly MeetingRoomEntity[]): void {
    const ids = new Set(rooms.map((room) => room.id));
    for (const id of this.sights.keys()) if (!ids.has(id)) this.sights.delete(id);
  }
}
