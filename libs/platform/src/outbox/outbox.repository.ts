import { Clock, newId } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { OutboxRow } from './outbox-handler.js';

/** Rows of one kind that one job carries out. */
export interface OutboxClaim {
  readonly claimId: string;
  readonly kind: string;
  readonly ids: readonly string[];
}

/** New state of a row after its handler, or after its lock ran out. */
export interface OutboxSettlement {
  readonly id: string;
  readonly status: 'done' | 'cancelled' | 'missed' | 'dead' | 'planned';
  readonly error: string | null;
  /** Only with `planned`. */
  readonly dueAt: Date | null;
}

const rowsPerSweep = 2_000;
const rowsPerJob = 100;
/** A claimed row waits in the queue; one that is claimed again after this is skipped by the older job. */
const claimSeconds = 60;
/** Longer than any mail takes with all time limits of the transport. */
const sendingSeconds = 60;

@Injectable()
export class OutboxRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Claims rows that are due, in jobs of at most 100 rows of one kind. */
  async claimDue(): Promise<{ claims: OutboxClaim[]; more: boolean }> {
    const now = this.clock.now();
    const claimIds = Array.from({ length: rowsPerSweep }, () => newId());
    const rows = await this.database.transaction((tx) =>
      tx.query<{ id: string; kind: string; claimId: string }>(claimSql, [now, after(now, claimSeconds), claimIds, rowsPerSweep, rowsPerJob]),
    );
    const claims = new Map<string, { claimId: string; kind: string; ids: string[] }>();
    for (const { id, kind, claimId } of rows) {
      const claim = claims.get(claimId) ?? { claimId, kind, ids: [] };
      claim.ids.push(id);
      claims.set(claimId, claim);
    }
    return { claims: [...claims.values()], more: rows.length === rowsPerSweep };
  }

  /** When the next planned row falls due, if before the given instant. */
  async nextDue(before: Date): Promise<Date | null> {
    const [row] = await this.database.query<{ due: Date | null }>(`SELECT min(due_at) AS due FROM outbox WHERE status = 'planned' AND due_at < $1`, [before]);
    return row?.due ?? null;
  }

  /** Gives rows back whose worker did not finish them in time; returns how many. */
  async releaseExpired(): Promise<number> {
    const rows = await this.database.transaction((tx) =>
      tx.query(
        `UPDATE outbox SET status = 'planned', claim_id = NULL, locked_until = NULL
         WHERE status IN ('claimed', 'sending') AND locked_until < $1 RETURNING id`,
        [this.clock.now()],
      ),
    );
    return rows.length;
  }

  /** Compare-and-swap claimed → sending; only rows that are still ours come back. Rows past `expires_at` become missed. */
  async start(claimId: string, ids: readonly string[]): Promise<OutboxRow[]> {
    const now = this.clock.now();
    return this.database.transaction((tx) => tx.query<OutboxRow>(startSql, [ids, claimId, now, after(now, sendingSeconds)]));
  }

  /** Writes what became of rows that are still ours. */
  async settle(claimId: string, rows: readonly OutboxSettlement[]): Promise<void> {
    await this.database.transaction((tx) =>
      tx.query(settleSql, [
        claimId,
        rows.map((row) => row.id),
        rows.map((row) => row.status),
        rows.map((row) => row.error),
        rows.map((row) => row.dueAt),
        this.clock.now(),
      ]),
    );
  }
}

function after(from: Date, seconds: number): Date {
  return new Date(from.getTime() + seconds * 1000);
}

const claimSql = `
  WITH due AS (
    SELECT id, kind, due_at FROM outbox
    WHERE status = 'planned' AND due_at <= $1
    ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
  ), chunked AS (
    SELECT id, kind, (row_number() OVER (PARTITION BY kind ORDER BY due_at, id) - 1) / $5 AS chunk FROM due
  ), numbered AS (
    SELECT id, dense_rank() OVER (ORDER BY kind, chunk) AS n FROM chunked
  )
  UPDATE outbox SET status = 'claimed', claim_id = ($3::uuid[])[numbered.n], locked_until = $2
  FROM numbered WHERE outbox.id = numbered.id
  RETURNING outbox.id, outbox.kind, outbox.claim_id AS "claimId"`;

const startSql = `
  WITH started AS (
    UPDATE outbox SET
      status = CASE WHEN expires_at <= $3 THEN 'missed' ELSE 'sending' END,
      done_at = CASE WHEN expires_at <= $3 THEN $3::timestamptz END,
      locked_until = CASE WHEN expires_at <= $3 THEN NULL ELSE $4::timestamptz END,
      attempts = attempts + 1
    WHERE id = ANY ($1) AND claim_id = $2 AND status = 'claimed'
    RETURNING *
  )
  SELECT id, kind, subject_id AS "subjectId", recipient_id AS "recipientId", occasion, version,
         due_at AS "dueAt", expires_at AS "expiresAt", attempts
  FROM started WHERE status = 'sending'`;

const settleSql = `
  UPDATE outbox SET
    status = s.status, last_error = s.error, claim_id = NULL, locked_until = NULL,
    due_at = coalesce(s.due_at, outbox.due_at),
    done_at = CASE WHEN s.status = 'planned' THEN NULL ELSE $6::timestamptz END
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS s (id, status, error, due_at)
  WHERE outbox.id = s.id AND outbox.claim_id = $1 AND outbox.status = 'sending'`;
