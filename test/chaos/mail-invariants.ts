import { eventually } from '../support/eventually.js';
import { mailConnections, type Stack } from '../stack/stack.js';

/** A row whose worker died has waited for a minute before the next sweep, every quarter of a minute, gives it back. */
const limitMs = 150_000;

interface Order {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly occasion: string | null;
  readonly email: string;
  readonly status: string;
  readonly isDue: boolean;
  /** The sitting has been moved or cancelled since it was planned. */
  readonly isOld: boolean;
}

export interface MailVerdict {
  readonly broken: readonly string[];
  readonly mails: number;
  readonly repeats: number;
}

interface InHand {
  readonly id: string;
  readonly subject: string;
  readonly claim: string;
  readonly attempts: number;
}

/** What is known of mails besides the database: each arrives once, and once more for each death with it in hand. */
export class MailFacts {
  /** When a sitting was moved or cancelled, by id. */
  readonly changedAt = new Map<string, number>();
  /** The tries that a worker or its database died with, after taking the order in hand and before noting its end. */
  private readonly deaths = new Map<string, Set<number>>();
  private readonly broken: string[] = [];

  constructor(private readonly stack: Stack) {}

  /** Call it after each death; rows in hand are given back a minute later. @returns those of this death */
  async noteInHand(): Promise<readonly InHand[]> {
    const { rows } = await this.stack.database.query<InHand>(
      `SELECT id, subject_id AS subject, claim_id AS claim, attempts FROM outbox WHERE status = 'sending'`,
    );
    const fresh = rows.filter(({ id, attempts }) => !this.deaths.get(id)?.has(attempts));
    const perJob = new Map<string, number>();
    for (const { id, attempts, claim } of fresh) {
      this.deaths.set(id, (this.deaths.get(id) ?? new Set()).add(attempts));
      perJob.set(claim, (perJob.get(claim) ?? 0) + 1);
    }
    for (const [claim, count] of perJob) if (count > mailConnections) this.broken.push(`job ${claim} had ${count} mails in hand at once`);
    return fresh;
  }

  /** Waits until everything that is due has been carried out, then compares what was planned with what has arrived. */
  async check(): Promise<MailVerdict> {
    const stuck = await this.untilCarriedOut();
    const mails = await this.stack.sink.ask('take');
    const orders = await this.findOrders();
    const known = new Map(orders.map((order) => [`<${order.id}@`, order]));
    const arrivals = new Map<Order, number[]>();
    const strange: string[] = [];
    for (const { to, at, messageId } of mails) {
      const order = known.get(messageId.slice(0, messageId.indexOf('@') + 1));
      if (order?.email === to) arrivals.set(order, [...(arrivals.get(order) ?? []), at]);
      else strange.push(`a mail to ${to} has the Message-ID ${messageId}, which is ${order ? `for ${order.email}` : 'of no order'}`);
    }
    const broken = orders.flatMap((order) => this.judge(order, arrivals.get(order) ?? []));
    const repeats = [...arrivals.values()].reduce((sum, { length }) => sum + length - 1, 0);
    return { broken: [...this.broken, ...stuck, ...strange, ...broken], mails: mails.length, repeats };
  }

  private judge(order: Order, arrivals: readonly number[]): string[] {
    const { id, kind, subject, occasion, email, status, isDue, isOld } = order;
    const what = `${kind} ${occasion ?? ''} ${id} of sitting ${subject} to ${email} (${status})`;
    const allowed = 1 + (this.deaths.get(id)?.size ?? 0);
    const changedAt = this.changedAt.get(subject);
    if (arrivals.length > allowed) return [`arrived ${arrivals.length} times, ${allowed} at most: ${what}`];
    if (!isDue && arrivals.length > 0) return [`arrived before it was due: ${what}`];
    if (isOld && changedAt !== undefined) {
      const late = arrivals.filter((at) => at > changedAt);
      return late.length === 0 ? [] : [`arrived after the sitting was moved or cancelled: ${what}`];
    }
    return isDue && (status !== 'done' || arrivals.length === 0) ? [`did not arrive: ${what}`] : [];
  }

  private async untilCarriedOut(): Promise<string[]> {
    const check = async (): Promise<void> => {
      const { rows } = await this.stack.database.query<{ id: string; kind: string; status: string }>(
        `SELECT id, kind, status FROM outbox
         WHERE status IN ('claimed', 'sending') OR (status = 'planned' AND (due_at <= $1 OR attempts > 0)) ORDER BY id LIMIT 5`,
        [new Date()],
      );
      if (rows.length > 0) throw new Error(`orders are still open after ${limitMs / 1000} s: ${rows.map(({ id, kind, status }) => `${kind} ${id} (${status})`).join(', ')}`);
    };
    return eventually(check, limitMs, 250).then(
      () => [],
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
  }

  private async findOrders(): Promise<Order[]> {
    const { rows } = await this.stack.database.query<Order>(
      `SELECT o.id, o.kind, o.subject_id AS subject, o.occasion, p.email, o.status, o.due_at <= $1 AS "isDue",
              o.version < s.sequence AS "isOld"
       FROM outbox o JOIN person p ON p.id = o.recipient_id JOIN sitting s ON s.id = o.subject_id`,
      [new Date()],
    );
    return rows;
  }
}
