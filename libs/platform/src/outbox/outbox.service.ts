import type { OutboxKind } from '@app/contracts';
import { Clock, newId } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transaction.js';
import { OutboxNudge, sweepMilliseconds } from './outbox-nudge.js';

/** An order that must be carried out once after the commit, now or later. Ids and a version, never content. */
export interface PlannedRow {
  readonly kind: OutboxKind;
  readonly subjectId: string;
  readonly recipientId?: string;
  /** Which of several for the same subject, e.g. `-P1D`. */
  readonly occasion?: string;
  /** For sittings the SEQUENCE. Default 0. */
  readonly version?: number;
  /** Default: now. */
  readonly dueAt?: Date;
  /** Not carried out after this instant (`missed`); for reminders the start of the meeting. */
  readonly expiresAt?: Date;
}

/** Which rows to cancel; everything left out means "any". */
export interface OutboxFilter {
  readonly subjectId: string;
  readonly kind?: OutboxKind | readonly OutboxKind[];
  readonly recipientId?: string;
}

@Injectable()
export class OutboxService {
  constructor(
    private readonly clock: Clock,
    private readonly nudge: OutboxNudge,
  ) {}

  /**
   * Plans rows in the caller's transaction. The same row (kind, subject, recipient, version, occasion) is planned once:
   * one that waits or was cancelled takes the new due time, one that was carried out stays as it is.
   */
  async plan(tx: Tx, rows: readonly PlannedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const now = this.clock.now();
    await tx.query(insertSql, [
      rows.map(() => newId()),
      rows.map((row) => row.kind),
      rows.map((row) => row.subjectId),
      rows.map((row) => row.recipientId ?? null),
      rows.map((row) => row.occasion ?? null),
      rows.map((row) => row.version ?? 0),
      rows.map((row) => row.dueAt ?? now),
      rows.map((row) => row.expiresAt ?? null),
      now,
    ]);
    const soon = now.getTime() + sweepMilliseconds;
    if (rows.some((row) => !row.dueAt || row.dueAt.getTime() <= soon)) tx.afterCommit(() => this.nudge.soon());
  }

  /** Cancels what has not been started; a row that is being carried out right now goes on. */
  async cancel(tx: Tx, filter: OutboxFilter): Promise<void> {
    const kinds = filter.kind === undefined ? null : [filter.kind].flat();
    await tx.query(cancelSql, [filter.subjectId, kinds, filter.recipientId ?? null, this.clock.now()]);
  }

  /** Cancels what `filter` matches and plans `rows` instead. */
  async replan(tx: Tx, filter: OutboxFilter, rows: readonly PlannedRow[]): Promise<void> {
    await this.cancel(tx, filter);
    await this.plan(tx, rows);
  }
}

const insertSql = `
  INSERT INTO outbox (id, kind, subject_id, recipient_id, occasion, version, due_at, expires_at, created_at)
  SELECT p.*, $9::timestamptz
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[]) AS p
  ON CONFLICT ON CONSTRAINT outbox_once DO UPDATE
  SET status = 'planned', due_at = excluded.due_at, expires_at = excluded.expires_at,
      claim_id = NULL, locked_until = NULL, attempts = 0, last_error = NULL, done_at = NULL
  WHERE outbox.status IN ('planned', 'claimed', 'cancelled')`;

const cancelSql = `
  UPDATE outbox SET status = 'cancelled', claim_id = NULL, locked_until = NULL, done_at = $4
  WHERE subject_id = $1 AND status IN ('planned', 'claimed')
    AND ($2::text[] IS NULL OR kind = ANY ($2)) AND ($3::uuid IS NULL OR recipient_id = $3)`;
