import { PeopleService } from '@app/accounts';
import { notices, type MeetingSnapshot } from '@app/contracts';
import { ConsultationsService, type MeetingFacts } from '@app/consultations';
import { Clock } from '@app/kernel';
import { Database, Realtime, type Tx } from '@app/platform';
import { Injectable, Logger } from '@nestjs/common';
import { DoorsRepository } from './doors.repository.js';
import { type MeetingView, presentSnapshot } from './meeting-snapshot.presenter.js';
import { RoomsRepository } from './rooms.repository.js';

/**
 * Shows everybody at a door the meeting as it now is. The process in which something changed computes the snapshots
 * from the database and sends each to the sockets of its person, wherever they are connected.
 */
@Injectable()
export class MeetingViews {
  private readonly logger = new Logger(MeetingViews.name);
  /** Sittings being sent; true when something changed meanwhile. */
  private readonly sending = new Map<string, boolean>();

  constructor(
    private readonly database: Database,
    private readonly consultations: ConsultationsService,
    private readonly people: PeopleService,
    private readonly doors: DoorsRepository,
    private readonly rooms: RoomsRepository,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** Call after the commit. Changes that come while one is being sent are sent together afterwards. */
  changed(sittingId: string): void {
    if (this.sending.has(sittingId)) {
      this.sending.set(sittingId, true);
      return;
    }
    this.sending.set(sittingId, false);
    void this.send(sittingId);
  }

  /** The meeting as one participant sees it. */
  async snapshot(tx: Tx, facts: MeetingFacts, participationId: string): Promise<MeetingSnapshot> {
    const me = facts.participants.find((one) => one.participationId === participationId);
    if (!me) throw new Error('A snapshot is for participants only');
    return presentSnapshot(await this.view(tx, facts), me);
  }

  private async send(sittingId: string): Promise<void> {
    try {
      await this.push(sittingId);
    } catch (error) {
      this.logger.warn(`snapshot not sent: ${error instanceof Error ? error.message : 'unknown'}`);
    }
    const again = this.sending.get(sittingId);
    this.sending.delete(sittingId);
    if (again) this.changed(sittingId);
  }

  private async push(sittingId: string): Promise<void> {
    const view = await this.database.read(async (tx) => {
      const facts = await this.consultations.meetingFactsBySitting(tx, sittingId);
      return facts && (await this.view(tx, facts));
    });
    if (!view) return;
    for (const one of view.facts.participants) {
      const sockets = view.connections.filter((row) => row.participationId === one.participationId).map((row) => row.socketId);
      if (sockets.length > 0) this.realtime.emit(sockets, notices.meeting.snapshot, presentSnapshot(view, one));
    }
  }

  private async view(tx: Tx, facts: MeetingFacts): Promise<MeetingView> {
    const { id } = facts.sitting;
    return {
      facts,
      door: await this.doors.find(tx, id),
      admissions: await this.doors.admissions(tx, id),
      connections: await this.doors.connections(tx, id),
      room: await this.rooms.newestReady(tx, id),
      cards: await this.people.cards(tx, facts.participants.map((one) => one.personId)),
      now: this.clock.now(),
    };
  }
}
