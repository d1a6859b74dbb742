import { AuditService } from '@app/audit';
import type { Consultation, InputOf, routes } from '@app/contracts';
import { ConsultationsService, type MeetingFacts } from '@app/consultations';
import { Clock, DomainError } from '@app/kernel';
import { type Actor, Database, OutboxService, type Tx } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { AttendanceRepository } from './attendance.repository.js';
import { isOver, phaseOf } from './door.rules.js';
import { DoorsRepository } from './doors.repository.js';
import { LiveKitServers } from './livekit-servers.js';
import { MeetingAccess } from './meeting-access.js';
import { MeetingViews } from './meeting-views.js';
import { mayModerate } from './meetings.policy.js';
import { RoomsRepository } from './rooms.repository.js';

/** The end of a meeting: by a moderator, by itself, or because the consultation was cancelled. */
@Injectable()
export class EndingsService {
  private readonly logger = new Logger(EndingsService.name);

  constructor(
    private readonly database: Database,
    private readonly meetings: MeetingAccess,
    private readonly consultations: ConsultationsService,
    private readonly doors: DoorsRepository,
    private readonly rooms: RoomsRepository,
    private readonly attendance: AttendanceRepository,
    private readonly servers: LiveKitServers,
    private readonly outbox: OutboxService,
    private readonly audit: AuditService,
    private readonly views: MeetingViews,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends the meeting for all. One whose door is not open yet is cancelled instead, which tells its people.
   * @throws {DomainError} `version.stale` with the current version, `meeting.not_open`, `meeting.ended`
   */
  async end(actor: Actor, input: InputOf<typeof routes.consultations.end>): Promise<Consultation> {
    await this.database.transaction(async (tx) => {
      const meeting = await this.meetings.load(tx, actor, input.params.id, 'meeting.end', mayModerate);
      this.meetings.assertOpen(meeting);
      const { facts } = meeting;
      if (facts.sitting.version !== input.body.version) throw new DomainError('version.stale', { current: facts.sitting.version });
      await this.close(tx, facts, actor);
    });
    return this.consultations.get(actor, { ...input, body: undefined });
  }

  /** Ends a meeting that nobody ended, an hour past its time and empty for ten minutes. */
  async endIfOver(sittingId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.doors.lock(tx, sittingId);
      const facts = await this.consultations.meetingFactsBySitting(tx, sittingId);
      const now = this.clock.now();
      if (!facts || phaseOf(facts, now) === 'ended') return;
      const { people } = await this.doors.present(tx, sittingId);
      const { open, emptySince } = await this.attendance.occupancy(tx, sittingId);
      if (isOver(facts.sitting.endsAt, people > 0 || open, emptySince, now)) await this.close(tx, facts, null);
    });
  }

  /**
   * Deletes the ended rooms of a sitting on their servers; ends those of a consultation that is over or cancelled first.
   * Safe to repeat.
   * @throws {Error} when a server cannot be reached
   */
  async closeRooms(sittingId: string): Promise<void> {
    const rooms = await this.database.transaction(async (tx) => {
      const facts = await this.consultations.meetingFactsBySitting(tx, sittingId);
      if (facts && phaseOf(facts, this.clock.now()) === 'ended') await this.endRooms(tx, sittingId);
      return this.rooms.onServers(tx, sittingId);
    });
    const ended = rooms.filter((room) => room.endedAt);
    await Promise.all(ended.map((room) => this.servers.deleteRoom(room.server ?? '', room.name)));
  }

  private async close(tx: Tx, { consultation, sitting }: MeetingFacts, actor: Actor | null): Promise<void> {
    const version = await this.endRooms(tx, sitting.id);
    await this.consultations.markEnded(tx, consultation.id, sitting.version, this.clock.now());
    await this.outbox.plan(tx, [{ kind: 'close-room', subjectId: sitting.id, occasion: 'ended', version }]);
    await this.audit.record(tx, {
      actor,
      action: 'meeting.ended',
      operation: 'U',
      objectType: 'consultation',
      objectId: consultation.id,
      caseId: consultation.caseId,
    });
    tx.afterCommit(() => this.closeRooms(sitting.id).catch((error: unknown) => this.logger.warn(`room not deleted yet: ${String(error)}`)));
  }

  private async endRooms(tx: Tx, sittingId: string): Promise<number> {
    const at = this.clock.now();
    const version = await this.doors.lock(tx, sittingId);
    await this.rooms.endAll(tx, sittingId, at);
    await this.attendance.closeAll(tx, sittingId, at);
    tx.afterCommit(() => this.views.changed(sittingId));
    return version;
  }
}
