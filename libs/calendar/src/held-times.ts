import { Clock } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { CalendarRepository, type HeldEntry } from './calendar.repository.js';
import { CalendarService } from './calendar.service.js';

/**
 * Times kept for a panel until one of them is agreed on: they block everybody else and not each other. Every method runs
 * under the locks of the people it names (`CalendarService.lock`).
 */
@Injectable()
export class HeldTimes {
  constructor(
    private readonly clock: Clock,
    private readonly repository: CalendarRepository,
    private readonly calendar: CalendarService,
  ) {}

  /**
   * Keeps times for people who are free then.
   * @throws {DomainError} `consultation.slot_taken` should somebody have written past the locks
   */
  async hold(tx: Tx, { groupId, entries, expiresAt }: { groupId: string; entries: readonly HeldEntry[]; expiresAt: Date }): Promise<void> {
    if (entries.length === 0) return;
    const now = this.clock.now();
    await this.repository.ensureResources(tx, entries.map(({ personId }) => personId));
    for (const { personId, startsAt, endsAt } of entries) await this.repository.releaseExpired(tx, [personId], startsAt, endsAt, now);
    await this.repository.hold(tx, groupId, entries, expiresAt, now);
    this.calendar.tell(tx, entries.map(({ personId }) => personId));
  }

  /** Gives the people who come one of the times for good; all else the group holds is free again. */
  async confirm(tx: Tx, { groupId, personIds, startsAt, endsAt, others }: Confirmation): Promise<void> {
    const confirmed = await this.repository.confirmHeld(tx, groupId, personIds, startsAt, endsAt);
    if (confirmed !== personIds.length) throw new Error(`group ${groupId} holds the time of ${confirmed} of ${personIds.length} people`);
    this.calendar.tell(tx, [...personIds, ...others]);
  }

  /** Frees one time of one person. */
  async release(tx: Tx, groupId: string, entry: HeldEntry): Promise<void> {
    await this.repository.releaseTime(tx, groupId, entry);
    this.calendar.tell(tx, [entry.personId]);
  }
}

interface Confirmation {
  readonly groupId: string;
  /** Who comes. */
  readonly personIds: readonly string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Everybody else whose time the group may hold. */
  readonly others: readonly string[];
}
