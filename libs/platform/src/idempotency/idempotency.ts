import { Clock, DomainError } from '@app/kernel';
import type { RouteDefinition } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Tx } from '../database/transaction.js';

/** Whether the work was done now or by an earlier request with the same key; present `subjectId` in both cases. */
export interface IdempotencyResult {
  readonly replayed: boolean;
  readonly subjectId: string;
}

@Injectable()
export class Idempotency {
  constructor(private readonly clock: Clock) {}

  /**
   * Runs `work` once for a key of this person on this route, in the caller's transaction: call it as the first statement.
   * A failed attempt leaves nothing. `work` returns the id of what it made or changed. A replay runs nothing:
   * ask the policy (again) and present the row as it is now. Keys are kept for seven days.
   * @throws {DomainError} `request.in_progress` while another request with the key runs; `idempotency.key_reused` for another body
   */
  async run(
    tx: Tx,
    actor: Actor,
    route: RouteDefinition,
    input: { readonly idempotencyKey: string; readonly bodyHash: string },
    work: () => Promise<string>,
  ): Promise<IdempotencyResult> {
    const name = `${route.method} ${route.path}`;
    const [before] = await tx.query<{ locked: boolean; bodyHash: string | null; subjectId: string | null }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended($4, 0)) AS locked, body_hash AS "bodyHash", subject_id AS "subjectId"
       FROM (SELECT) AS always LEFT JOIN idempotency_key ON person_id = $1 AND route = $2 AND key = $3`,
      [actor.personId, name, input.idempotencyKey, `${actor.personId} ${name} ${input.idempotencyKey}`],
    );
    if (!before?.locked) throw inProgress();
    const { bodyHash, subjectId: done } = before;
    if (bodyHash !== null && bodyHash !== input.bodyHash) throw new DomainError('idempotency.key_reused');
    if (done !== null) return { replayed: true, subjectId: done };
    const subjectId = await work();
    const [kept] = await tx.query(
      `INSERT INTO idempotency_key (person_id, route, key, body_hash, status, subject_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING key`,
      [actor.personId, name, input.idempotencyKey, input.bodyHash, route.status, subjectId, this.clock.now()],
    );
    // The other request committed between our look at the row and our lock: asked again, this one is a replay.
    if (!kept) throw inProgress();
    return { replayed: false, subjectId };
  }
}

function inProgress(): DomainError {
  return new DomainError('request.in_progress', { retryAfterSeconds: 1 });
}
