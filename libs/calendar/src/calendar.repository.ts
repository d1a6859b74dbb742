import { DomainError, newId } from '@app/kernel';
import { type Tx, violatedConstraint } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { defaultRules, type PersonRules } from './availability.rules.js';
import { AvailabilityEntity, ResourceEntity } from './calendar.entity.js';
import { type Entry, type PackedBusy, type PackedEntries, packedBusy, packedEntries, readBusy, readEntries } from './calendar-rows.js';

/** A time kept for a person. */
export interface HeldEntry {
  readonly personId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** A person's rules and the entries that touch the range asked for. */
export interface PersonCalendar {
  readonly personId: string;
  /** Whether there is a resource to book. */
  readonly bookable: boolean;
  readonly availability: PersonRules;
  /** 0 while nothing was told and the default rules hold. */
  readonly rulesVersion: number;
  readonly entries: readonly Entry[];
  /** Changes whenever rules or entries of the person do. */
  readonly fingerprint: string;
}

interface CalendarRow extends PackedEntries, PackedBusy {
  person_id: string;
  busy_version: string | null;
  rules_version: string | null;
  availability: PersonRules | null;
}

/** Resources, their rules and their entries. Every writer of entries calls `lock` first. */
@Injectable()
export class CalendarRepository {
  /**
   * Queues behind everybody who books one of the people, until the transaction ends. Always in the order of the ids:
   * two bookings with people in common wait for each other instead of dead-locking.
   */
  async lock(tx: Tx, personIds: readonly string[]): Promise<void> {
    const sorted = [...new Set(personIds)].sort();
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(person_id, 0)) FROM unnest($1::text[]) AS person_id`, [sorted]);
  }

  /** What `PersonCalendar.fingerprint` is now, person by person, in the order given. */
  async findFingerprints(tx: Tx, personIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ fingerprint: string }>(
      `SELECT concat(coalesce(busy_version, 0), '.', coalesce(availability.version, 0)) AS fingerprint
       FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (person_id, position)
       LEFT JOIN resource ON resource.person_id = asked.person_id
       LEFT JOIN availability ON availability.resource_id = resource.id
       ORDER BY position`,
      [personIds],
    );
    return rows.map(({ fingerprint }) => fingerprint);
  }

  /**
   * Rules, entries and subscribed busy times of each person, in the order given, in one snapshot. Of people with a cap the
   * entries cover every week or month that the range touches, of others the range.
   */
  async findCalendars(tx: Tx, personIds: readonly string[], from: Date, to: Date, now: Date): Promise<PersonCalendar[]> {
    const rows = await tx.query<CalendarRow>(
      `SELECT asked.person_id, busy_version, availability.version AS rules_version, entries.*, feeds.*,
              CASE WHEN availability.resource_id IS NOT NULL THEN json_build_object(
                'timeZone', time_zone, 'weekly', weekly, 'exceptions', exceptions, 'leaves', leaves,
                'minimumNoticeMinutes', minimum_notice_minutes, 'horizonDays', horizon_days,
                'bufferBeforeMinutes', buffer_before_minutes, 'bufferAfterMinutes', buffer_after_minutes,
                'weeklyCap', weekly_cap, 'monthlyCap', monthly_cap) END AS availability
       FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (person_id, position)
       LEFT JOIN resource ON resource.person_id = asked.person_id
       LEFT JOIN availability ON availability.resource_id = resource.id
       CROSS JOIN LATERAL (
         SELECT make_interval(days => CASE WHEN monthly_cap IS NOT NULL THEN 32 WHEN weekly_cap IS NOT NULL THEN 8 ELSE 0 END) AS reach) AS cap
       LEFT JOIN LATERAL (
         SELECT ${packedEntries} FROM calendar_entry
         WHERE resource_id = resource.id AND status IN ('held', 'confirmed') AND during && tstzrange($2::timestamptz - reach, $3::timestamptz + reach)) AS entries ON true
       LEFT JOIN LATERAL (
         SELECT ${packedBusy} FROM feed_busy WHERE resource_id = resource.id AND during && tstzrange($2, $3)) AS feeds ON true
       ORDER BY position`,
      [personIds, from, to],
    );
    return rows.map((row) => ({
      personId: row.person_id,
      bookable: row.busy_version !== null,
      availability: row.availability ?? defaultRules,
      rulesVersion: Number(row.rules_version ?? 0),
      entries: [...readEntries(row, now.getTime()), ...readBusy(row)],
      fingerprint: `${row.busy_version ?? 0}.${row.rules_version ?? 0}`,
    }));
  }

  /** People whose time a group holds or has. */
  async findGroup(tx: Tx, groupId: string): Promise<string[]> {
    const rows = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT person_id FROM calendar_entry JOIN resource ON resource.id = resource_id
       WHERE group_id = $1 AND status IN ('held', 'confirmed')`,
      [groupId],
    );
    return rows.map((row) => row.person_id);
  }

  /** Makes the people bookable; those who are already stay as they are. */
  async ensureResources(tx: Tx, personIds: readonly string[]): Promise<void> {
    const rows = [...new Set(personIds)].sort().map((personId) => ({ id: newId(), kind: 'person' as const, personId }));
    await tx.repo(ResourceEntity).createQueryBuilder().insert().values(rows).orIgnore().execute();
  }

  /** Replaces the rules of somebody bookable. */
  async saveAvailability(tx: Tx, personId: string, rules: PersonRules): Promise<void> {
    const { id: resourceId } = await tx.repo(ResourceEntity).findOneByOrFail({ personId });
    const { affected } = await tx.repo(AvailabilityEntity).update({ resourceId }, { ...rules, version: () => 'version + 1' });
    if (affected === 0) await tx.repo(AvailabilityEntity).insert({ resourceId, ...rules });
  }

  /**
   * Gives the range to the people, all in one statement. Runs under their locks.
   * @throws {DomainError} `consultation.slot_taken` should somebody have written past the locks
   */
  async confirm(tx: Tx, groupId: string, personIds: readonly string[], startsAt: Date, endsAt: Date, now: Date): Promise<void> {
    await this.translating(() =>
      tx.query(
        `WITH booked AS (
           UPDATE resource SET busy_version = busy_version + 1 WHERE person_id = ANY($2::uuid[]) RETURNING id, person_id
         )
         INSERT INTO calendar_entry (id, resource_id, group_id, during, status, created_at)
         SELECT entry.id, booked.id, $1, tstzrange($4, $5, '[)'), 'confirmed', $6
         FROM unnest($2::uuid[], $3::uuid[]) AS entry (person_id, id) JOIN booked ON booked.person_id = entry.person_id
         ORDER BY entry.person_id`,
        [groupId, personIds, personIds.map(() => newId()), startsAt, endsAt, now],
      ),
    );
  }

  /** Frees what a group holds or has of the people's time. Runs under their locks. */
  async release(tx: Tx, groupId: string, personIds: readonly string[]): Promise<void> {
    await tx.query(
      `WITH released AS (
         UPDATE calendar_entry SET status = 'released' FROM resource
         WHERE resource.id = resource_id AND group_id = $1 AND person_id = ANY($2::uuid[]) AND status IN ('held', 'confirmed')
         RETURNING resource_id
       )
       UPDATE resource SET busy_version = busy_version + 1 WHERE id IN (SELECT resource_id FROM released)`,
      [groupId, personIds],
    );
  }

  /** Keeps times for people until `expiresAt`, all in one statement. Runs under their locks. */
  async hold(tx: Tx, groupId: string, entries: readonly HeldEntry[], expiresAt: Date, now: Date): Promise<void> {
    await this.translating(() =>
      tx.query(
        `WITH held AS (
           SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) AS entry (id, person_id, starts_at, ends_at)
         ), touched AS (
           UPDATE resource SET busy_version = busy_version + 1 WHERE person_id IN (SELECT person_id FROM held) RETURNING id, person_id
         )
         INSERT INTO calendar_entry (id, resource_id, group_id, during, status, expires_at, created_at)
         SELECT held.id, touched.id, $1, tstzrange(starts_at, ends_at, '[)'), 'held', $6, $7 FROM held JOIN touched USING (person_id)
         ORDER BY person_id, starts_at`,
        [groupId, entries.map(() => newId()), entries.map(({ personId }) => personId), entries.map(({ startsAt }) => startsAt), entries.map(({ endsAt }) => endsAt), expiresAt, now],
      ),
    );
  }

  /**
   * Turns what a group holds at a time into what it has, for the people who come; everything else it holds is free again.
   * Runs under the locks of everybody whose time it holds.
   * @returns how many people have the time
   */
  async confirmHeld(tx: Tx, groupId: string, personIds: readonly string[], startsAt: Date, endsAt: Date): Promise<number> {
    const rows = await tx.query<{ status: string }>(
      `WITH decided AS (
         UPDATE calendar_entry SET expires_at = NULL,
           status = CASE WHEN person_id = ANY($2::uuid[]) AND during = tstzrange($3, $4, '[)') THEN 'confirmed' ELSE 'released' END
         FROM resource WHERE resource.id = resource_id AND group_id = $1 AND status = 'held'
         RETURNING resource_id, status
       ), touched AS (
         UPDATE resource SET busy_version = busy_version + 1 WHERE id IN (SELECT resource_id FROM decided)
       )
       SELECT status FROM decided WHERE status = 'confirmed'`,
      [groupId, personIds, startsAt, endsAt],
    );
    return rows.length;
  }

  /** Frees one time a group holds for a person. Runs under the person's lock. */
  async releaseTime(tx: Tx, groupId: string, { personId, startsAt, endsAt }: HeldEntry): Promise<void> {
    await tx.query(
      `WITH released AS (
         UPDATE calendar_entry SET status = 'released' FROM resource
         WHERE resource.id = resource_id AND group_id = $1 AND person_id = $2 AND during = tstzrange($3, $4, '[)') AND status = 'held'
         RETURNING resource_id
       )
       UPDATE resource SET busy_version = busy_version + 1 WHERE id IN (SELECT resource_id FROM released)`,
      [groupId, personId, startsAt, endsAt],
    );
  }

  /** Takes holds that have run out from under the constraint, which knows no time. Runs under the people's locks. */
  async releaseExpired(tx: Tx, personIds: readonly string[], startsAt: Date, endsAt: Date, now: Date): Promise<void> {
    await tx.query(
      `UPDATE calendar_entry SET status = 'released' FROM resource
       WHERE resource.id = resource_id AND person_id = ANY($1::uuid[]) AND status = 'held' AND expires_at <= $4 AND during && tstzrange($2, $3)`,
      [personIds, startsAt, endsAt, now],
    );
  }

  private async translating(write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (violatedConstraint(error) !== 'calendar_entry_no_overlap') throw error;
      throw new DomainError('consultation.slot_taken', { alternatives: [] }, { cause: error });
    }
  }
}
