import { randomUUID } from 'node:crypto';
import pg from 'pg';

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What differs between two bookings: who, on which case, in whose session, when. */
export interface BookingTerms {
  readonly caseId: string;
  readonly sessionId: string;
  readonly bookerId: string;
  readonly expertIds: readonly string[];
  readonly startsAt: Date;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const soonMs = 30 * 60_000;

/**
 * The statements of one real booking, as PostgreSQL got them, which can be sent again for other people and times without
 * any of our code in between: the same transaction in raw SQL, whatever the code becomes.
 */
export class RecordedBooking {
  private constructor(
    private readonly statements: readonly Statement[],
    private readonly terms: BookingTerms,
    /** Ids that stay, such as the centre's. */
    private readonly fixed: ReadonlySet<string>,
  ) {}

  /** Listens while `book` makes one booking through an API in this process. */
  static async record(terms: BookingTerms, fixedIds: readonly string[], book: () => Promise<void>): Promise<RecordedBooking> {
    const heard: (Statement & { readonly client: unknown })[] = [];
    const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
    const query = prototype.query;
    prototype.query = function (this: unknown, ...args: unknown[]) {
      if (typeof args[0] === 'string') heard.push({ client: this, text: args[0], values: Array.isArray(args[1]) ? args[1] : [] });
      return query.apply(this, args);
    };
    try {
      await book();
    } finally {
      prototype.query = query;
    }
    const client = heard.find(({ text }) => text.includes('INSERT INTO idempotency_key'))?.client;
    const own = heard.filter((one) => one.client === client);
    const at = own.findIndex(({ text }) => text.includes('INSERT INTO idempotency_key'));
    const start = own.findLastIndex(({ text }, index) => index < at && /^(START TRANSACTION|BEGIN)/.test(text));
    const end = own.findIndex(({ text }, index) => index > at && text === 'COMMIT');
    if (client === undefined || start < 0 || end < 0) throw new Error('no booking was heard');
    return new RecordedBooking(own.slice(start, end + 1), terms, new Set(fixedIds));
  }

  /** The same without what only reads: locks, writes and the commit. */
  writesOnly(): RecordedBooking {
    const writes = this.statements.filter(({ text }) => !/^\s*SELECT/i.test(text) || text.includes('pg_advisory'));
    return new RecordedBooking(writes, this.terms, this.fixed);
  }

  get length(): number {
    return this.statements.length;
  }

  /** Sends all of it for other terms. */
  async replay(client: pg.PoolClient, terms: BookingTerms): Promise<void> {
    const translate = this.translator(terms);
    try {
      for (const { text, values } of this.statements) await client.query(text, values.map(translate));
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }

  private translator(terms: BookingTerms): (value: unknown) => unknown {
    const ids = new Map<string, string>([...this.fixed].map((id) => [id, id]));
    const { caseId, sessionId, bookerId, expertIds, startsAt } = this.terms;
    for (const [from, to] of [[caseId, terms.caseId], [sessionId, terms.sessionId], [bookerId, terms.bookerId], ...expertIds.map((id, index) => [id, terms.expertIds[index]!])] as [string, string][]) {
      ids.set(from, to);
    }
    const now = Date.now();
    const later = terms.startsAt.getTime() - startsAt.getTime();
    const fresh = (id: string): string => ids.get(id) ?? ids.set(id, randomUUID()).get(id)!;
    const translate = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(uuid, fresh);
      if (value instanceof Date) return value.getTime() > now + soonMs ? new Date(value.getTime() + later) : new Date(now);
      return Array.isArray(value) ? value.map(translate) : value;
    };
    return translate;
  }
}
