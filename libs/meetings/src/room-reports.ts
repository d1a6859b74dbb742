import type { events, PayloadOf } from '@app/contracts';
import { AccessService, type Actor, Database } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { DoorsRepository } from './doors.repository.js';
import { MeetingAccess } from './meeting-access.js';
import { mayEnter, mayTakePart } from './meetings.policy.js';
import { RoomLookout } from './room-lookout.js';
import { RoomsRepository } from './rooms.repository.js';

/** What browsers tell about the room they are in. */
@Injectable()
export class RoomReports {
  private readonly logger = new Logger(RoomReports.name);

  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly meetings: MeetingAccess,
    private readonly doors: DoorsRepository,
    private readonly rooms: RoomsRepository,
    private readonly lookout: RoomLookout,
  ) {}

  /** Somebody cannot reach the media server: look at once. Whether a room is lost is decided by the look, not the report. */
  async mediaLost(actor: Actor, { consultationId, epoch }: PayloadOf<typeof events.meeting.mediaLost>): Promise<Record<string, never>> {
    const room = await this.database.read(async (tx) => {
      const { facts, me } = await this.meetings.load(tx, actor, consultationId, 'meeting.take-part', mayEnter);
      const stored = await this.doors.admission(tx, me.participationId);
      this.access.ask('meeting.take-part', mayTakePart(stored?.state ?? null));
      return this.rooms.current(tx, facts.sitting.id);
    });
    if (room?.epoch === epoch) {
      this.lookout.pursue().catch((error: unknown) => this.logger.warn(`look failed: ${String(error)}`));
    }
    return {};
  }
}
