import { Clock, DomainError } from '@app/kernel';
import { Database, type Tx } from '@app/platform';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { WebhookEvent } from 'livekit-server-sdk';
import { AttendanceRepository } from './attendance.repository.js';
import { foldStays } from './attendance.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { EvictionsService } from './evictions.service.js';
import type { LiveKitEventEntity } from './livekit-event.entity.js';
import { LiveKitEventsRepository } from './livekit-events.repository.js';
import { LiveKitServers } from './livekit-servers.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';
import { MeetingViews } from './meeting-views.js';
import { RoomsRepository } from './rooms.repository.js';

/** Older webhooks are replays. */
const oldestMilliseconds = 120_000;
const batchSize = 100;

const wanted = new Set(['participant_joined', 'participant_left', 'room_finished']);

/**
 * Webhooks of the media servers: signed, stored once and answered at once, worked through later and in any order.
 * They are a hint, not the truth; the sweep repairs what was lost.
 */
@Injectable()
export class LiveKitInbox implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveKitInbox.name);
  private working: Promise<void> | null = null;
  /** Something came in after the run under way had looked. */
  private more = false;

  constructor(
    private readonly database: Database,
    private readonly events: LiveKitEventsRepository,
    private readonly rooms: RoomsRepository,
    private readonly doors: DoorsRepository,
    private readonly attendance: AttendanceRepository,
    private readonly evictions: EvictionsService,
    private readonly servers: LiveKitServers,
    private readonly views: MeetingViews,
    private readonly clock: Clock,
  ) {}

  /** @throws {DomainError} `webhook.bad_signature` when the signature does not match the body, or the event is old */
  async receive(body: Buffer, authorization: string | undefined): Promise<void> {
    const event = await this.verify(body, authorization);
    if (!wanted.has(event.event) || !event.room) return;
    const receivedAt = this.clock.now();
    const { participant } = event;
    await this.database.transaction((tx) =>
      this.events.add(tx, {
        id: event.id,
        event: event.event,
        roomName: event.room?.name ?? '',
        identity: participant?.identity ?? null,
        participantSid: participant?.sid ?? null,
        happenedAt: new Date(Number(event.createdAt) * 1000),
        joinedAt: participant && participant.joinedAt > 0n ? joinedAt(participant) : null,
        receivedAt,
        processedAt: null,
      }),
    );
    void this.work().catch((error: unknown) => this.logger.warn(`webhooks not worked through yet: ${String(error)}`));
  }

  /** Works through what has come in; one run at a time in a process, any number of processes. */
  work(): Promise<void> {
    this.more = true;
    this.working ??= this.workAll().finally(() => {
      this.working = null;
    });
    return this.working;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.working?.catch(() => undefined);
  }

  private async workAll(): Promise<void> {
    while (this.more) {
      this.more = false;
      if ((await this.workBatch()) > 0) this.more = true;
    }
  }

  private async workBatch(): Promise<number> {
    const { count, joined } = await this.database.transaction(async (tx) => {
      const batch = await this.events.takeWaiting(tx, batchSize);
      const joined: { room: MeetingRoomEntity; identities: string[] }[] = [];
      for (const [name, events] of groupByRoom(batch)) {
        const room = await this.rooms.byName(tx, name);
        if (!room) continue;
        await this.apply(tx, room, events);
        joined.push({ room, identities: events.flatMap((one) => (one.event === 'participant_joined' && one.identity ? [one.identity] : [])) });
      }
      await this.events.markProcessed(tx, batch.map((one) => one.id), this.clock.now());
      return { count: batch.length, joined };
    });
    // Somebody removed may hold a ticket that LiveKit renewed: out again on sight.
    await Promise.all(joined.map(({ room, identities }) => this.evictions.throwOut(room, identities)));
    return count;
  }

  private async apply(tx: Tx, room: MeetingRoomEntity, events: readonly LiveKitEventEntity[]): Promise<void> {
    await this.attendance.merge(tx, room, [...foldStays(events).values()]);
    for (const { happenedAt } of events.filter((one) => one.event === 'room_finished')) {
      await this.doors.lock(tx, room.sittingId);
      await this.rooms.end(tx, room.id, happenedAt);
      await this.attendance.cutAtEnd(tx, room, happenedAt);
      tx.afterCommit(() => this.views.changed(room.sittingId));
    }
  }

  private async verify(body: Buffer, authorization: string | undefined): Promise<WebhookEvent> {
    let event: WebhookEvent;
    try {
      event = await this.servers.readWebhook(body.toString('utf8'), authorization);
    } catch (cause) {
      throw new DomainError('webhook.bad_signature', {}, { cause });
    }
    const age = this.clock.now().getTime() - Number(event.createdAt) * 1000;
    if (Math.abs(age) > oldestMilliseconds || event.id === '') throw new DomainError('webhook.bad_signature');
    return event;
  }
}

function joinedAt({ joinedAt: seconds, joinedAtMs }: { joinedAt: bigint; joinedAtMs: bigint }): Date {
  return new Date(joinedAtMs > 0n ? Number(joinedAtMs) : Number(seconds) * 1000);
}

function groupByRoom(events: readonly LiveKitEventEntity[]): Map<string, LiveKitEventEntity[]> {
  const groups = new Map<string, LiveKitEventEntity[]>();
  for (const event of events) groups.set(event.roomName, [...(groups.get(event.roomName) ?? []), event]);
  return groups;
}
