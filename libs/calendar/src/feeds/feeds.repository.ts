import { newId } from '@app/kernel';
import type { Tx } from '@app/platform';
import type { TimeSpan } from '@app/scheduling';
import { Injectable } from '@nestjs/common';
import { defaultRules } from '../availability.rules.js';
import { CalendarFeedEntity, ResourceEntity } from '../calendar.entity.js';

/** A subscribed calendar that is due, with what is needed to read it. */
export interface DueFeed {
  readonly id: string;
  readonly personId: string;
  /** The owner's address, to find what the owner has declined. */
  readonly email: string;
  /** The owner's zone: the clock of times that name none. */
  readonly timeZone: string;
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly failures: number;
  readonly readAt: Date | null;
}

type FeedChange = Partial<Omit<CalendarFeedEntity, 'id' | 'resourceId' | 'url' | 'label' | 'createdAt'>>;

/** How long a feed is left to whoever has claimed it. */
const claimMs = 120_000;

/** Subscribed calendars and the busy times read from them. */
@Injectable()
export class FeedsRepository {
  /** Calendars that a person subscribes to, oldest first. */
  async list(tx: Tx, personId: string): Promise<CalendarFeedEntity[]> {
    const resource = await tx.repo(ResourceEntity).findOneBy({ personId });
    return resource ? tx.repo(CalendarFeedEntity).find({ where: { resourceId: resource.id }, order: { createdAt: 'ASC', id: 'ASC' } }) : [];
  }

  /** Adds a calendar to somebody bookable; it is due at once. */
  async add(tx: Tx, personId: string, { label, url, at }: { label: string; url: string; at: Date }): Promise<CalendarFeedEntity> {
    const { id: resourceId } = await tx.repo(ResourceEntity).findOneByOrFail({ personId });
    const id = newId();
    await tx.repo(CalendarFeedEntity).insert({ id, resourceId, label, url, nextAttemptAt: at, createdAt: at });
    return tx.repo(CalendarFeedEntity).findOneByOrFail({ id });
  }

  /** Removes a calendar with its busy times. Runs under its owner's lock. */
  async remove(tx: Tx, feedId: string): Promise<void> {
    await this.replaceBusy(tx, feedId, []);
    await tx.repo(CalendarFeedEntity).delete({ id: feedId });
  }

  async update(tx: Tx, feedId: string, change: FeedChange): Promise<void> {
    await tx.repo(CalendarFeedEntity).update({ id: feedId }, change);
  }

  /** All of a person's calendars are read whole and soon: what they say depends on the zone of their owner. */
  async readAgain(tx: Tx, personId: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE calendar_feed SET read_at = NULL, next_attempt_at = $2 FROM resource WHERE resource.id = resource_id AND person_id = $1`,
      [personId, at],
    );
  }

  /** Takes calendars that are due from all other workers for a while; longest overdue first. */
  async claimDue(tx: Tx, now: Date, limit: number): Promise<DueFeed[]> {
    return tx.query<DueFeed>(
      `WITH due AS (
         SELECT calendar_feed.id FROM calendar_feed JOIN resource ON resource.id = resource_id JOIN person ON person.id = person_id
         WHERE next_attempt_at <= $1 AND disabled_at IS NULL ORDER BY next_attempt_at LIMIT $3 FOR UPDATE OF calendar_feed SKIP LOCKED
       ), claimed AS (
         UPDATE calendar_feed SET next_attempt_at = $2 WHERE id IN (SELECT id FROM due) RETURNING *
       )
       SELECT claimed.id, person_id AS "personId", email, coalesce(availability.time_zone, $4) AS "timeZone", url, etag,
              last_modified AS "lastModified", failures, read_at AS "readAt"
       FROM claimed JOIN resource ON resource.id = claimed.resource_id JOIN person ON person.id = person_id
       LEFT JOIN availability ON availability.resource_id = resource.id`,
      [now, new Date(now.getTime() + claimMs), limit, defaultRules.timeZone],
    );
  }

  /** Whether the calendar is still subscribed, and its owner in the same zone; it stays so until the transaction ends. */
  async holdIfSame(tx: Tx, { id, timeZone }: DueFeed): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM calendar_feed LEFT JOIN availability ON availability.resource_id = calendar_feed.resource_id
       WHERE id = $1 AND coalesce(time_zone, $3) = $2 FOR UPDATE OF calendar_feed`,
      [id, timeZone, defaultRules.timeZone],
    );
    return rows.length > 0;
  }

  /**
   * Puts the busy times read from a calendar in the place of those before; what was computed from the owner's calendar is
   * out of date when they differ. Runs under its owner's lock.
   * @param busy neither touching nor overlapping
   * @returns whether they differ
   */
  async replaceBusy(tx: Tx, feedId: string, busy: readonly TimeSpan[]): Promise<boolean> {
    const rows = await tx.query(
      `WITH wanted AS (
         SELECT tstzrange(to_timestamp(starts / 1000), to_timestamp(ends / 1000)) AS during FROM unnest($2::float8[], $3::float8[]) AS span (starts, ends)
       ), gone AS (
         DELETE FROM feed_busy WHERE feed_id = $1 AND during NOT IN (SELECT during FROM wanted) RETURNING feed_id
       ), added AS (
         INSERT INTO feed_busy (feed_id, resource_id, during)
         SELECT calendar_feed.id, resource_id, during FROM wanted, calendar_feed WHERE calendar_feed.id = $1
         ON CONFLICT DO NOTHING RETURNING feed_id
       )
       UPDATE resource SET busy_version = busy_version + 1
       WHERE id = (SELECT resource_id FROM calendar_feed WHERE calendar_feed.id = $1) AND (EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM added))
       RETURNING id`,
      [feedId, busy.map(({ start }) => start), busy.map(({ end }) => end)],
    );
    return rows.length > 0;
  }
}
