import { Clock } from '@app/kernel';
import { type Actor, currentRequest, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';

/** A fact for the access log. Names fields, never their content. */
export interface AuditEntry {
  /** Who did it; null for the system itself. */
  readonly actor: Actor | null;
  /** Past-tense or noun-verb name, e.g. `case.read`, `consultation.booked`. */
  readonly action: string;
  /** Create, read, update, delete, execute. */
  readonly operation: 'C' | 'R' | 'U' | 'D' | 'E';
  readonly objectType: string;
  readonly objectId?: string;
  /** The case whose content or existence is touched. */
  readonly caseId?: string;
  readonly fields?: readonly string[];
  /** On which relation or rule the access rests. */
  readonly rule?: string;
  readonly outcome?: 'success' | 'denied';
}

/**
 * The access log (section 11 of Act 703/2023: who handled what, when and on which ground).
 * Rows are written in the transaction of the work itself: no row, no content.
 */
@Injectable()
export class AuditService {
  constructor(private readonly clock: Clock) {}

  /** When something was done to an object and by whom (null: the system itself), newest first. */
  async latest(tx: Tx, { objectType, objectId }: { objectType: string; objectId: string }, limit: number): Promise<{ at: Date; actorId: string | null }[]> {
    return tx.query(
      `SELECT at, actor_id AS "actorId" FROM audit_event WHERE object_type = $1 AND object_id = $2 AND operation <> 'R' ORDER BY id DESC LIMIT $3`,
      [objectType, objectId, limit],
    );
  }

  async record(tx: Tx, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
    const list = Array.isArray(entries) ? (entries as readonly AuditEntry[]) : [entries as AuditEntry];
    if (list.length === 0) return;
    const at = this.clock.now().toISOString();
    const requestId = currentRequest()?.requestId ?? null;
    const rows = list.map((entry) => ({
      at,
      actor_id: entry.actor?.personId ?? null,
      actor_role: entry.actor ? [...new Set(entry.actor.roles.map((one) => one.role))].join(',') : null,
      session_id: entry.actor?.sessionId ?? null,
      request_id: requestId,
      action: entry.action,
      operation: entry.operation,
      outcome: entry.outcome ?? 'success',
      rule: entry.rule ?? null,
      case_id: entry.caseId ?? null,
      object_type: entry.objectType,
      object_id: entry.objectId ?? null,
      fields: entry.fields ?? [],
    }));
    await tx.query(
      `INSERT INTO audit_event (at, actor_id, actor_role, actor_organisation_id, session_id, request_id, action, operation, purpose, outcome, rule,
                                case_id, object_type, object_id, fields)
       SELECT r.at, r.actor_id, r.actor_role, person.organisation_id, r.session_id, r.request_id, r.action, r.operation, 'TREAT', r.outcome, r.rule,
              r.case_id, r.object_type, r.object_id, r.fields
       FROM jsonb_to_recordset($1::jsonb) AS r(at timestamptz, actor_id uuid, actor_role text, session_id uuid, request_id text, action text,
            operation char(1), outcome text, rule text, case_id uuid, object_type text, object_id uuid, fields text[])
       LEFT JOIN person ON person.id = r.actor_id`,
      [JSON.stringify(rows)],
    );
  }
}
