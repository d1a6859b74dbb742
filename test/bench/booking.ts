import { randomUUID } from 'node:crypto';
import { newId } from '@app/kernel';
import pg from 'pg';
import { HttpLoad, inParallel } from '../stack/http.js';
import { addBookers, addPeople, type Booker, centre, type Person } from '../stack/people.js';
import { bookingBody, slot } from '../stack/slots.js';
import { databasePool, type Stack } from '../stack/stack.js';
import { type Figure, percentile } from './figures.js';
import { RecordedBooking } from './recorded-booking.js';

const rivals = 500;
const groups = 64;
const expertsEach = 3;
const atOnce = databasePool;
const perRound = 300;
const rounds = 2;
const warmUp = 200;

/** Bookings: many who want the same hour, and many who do not disturb each other. The worker rests, its mails are another part. */
export async function measureBooking(stack: Stack): Promise<Figure[]> {
  const http = new HttpLoad(stack.origin, rivals);
  const raw = new pg.Pool({ connectionString: stack.databaseUrl, max: databasePool, options: '-c lock_timeout=3000' });
  try {
    const bench = new BookingBench(stack, http, raw);
    await bench.prepare();
    await bench.bookThroughHttp(warmUp);
    return [...(await bench.oneSlot()), ...(await bench.manySlots())];
  } finally {
    http.close();
    await raw.end();
  }
}

class BookingBench {
  private experts: Person[] = [];
  private bookers: Booker[] = [];
  private taken = 0;
  private recorded!: RecordedBooking;

  constructor(
    private readonly stack: Stack,
    private readonly http: HttpLoad,
    private readonly raw: pg.Pool,
  ) {}

  async prepare(): Promise<void> {
    const { database } = this.stack;
    this.experts = await addPeople(database, groups * expertsEach, 'expert');
    this.bookers = await addBookers(database, rivals + warmUp + 1 + rounds * perRound * 3);
    await database.query('ANALYZE');
    await this.record();
  }

  /** (a) Everybody asks for the same hour of three out of five experts. */
  async oneSlot(): Promise<Figure[]> {
    const five = await addPeople(this.stack.database, 5, 'expert');
    const wishes = this.bookers.splice(0, rivals).map((booker, index) => ({ booker, experts: threeOf(five, index) }));
    await this.http.connect(rivals);
    const startedAt = performance.now();
    const answers = await Promise.all(wishes.map(({ booker, experts }) => this.book(booker, experts, slot(0))));
    const total = performance.now() - startedAt;
    const count = (fits: (status: number) => boolean): number => answers.filter(({ status }) => fits(status)).length;
    const times = answers.map(({ milliseconds }) => milliseconds);

    const fiveMore = await addPeople(this.stack.database, 5, 'expert');
    const rawTimes: number[] = [];
    let won = 0;
    const rawStartedAt = performance.now();
    await Promise.all(
      wishes.map(async (_, index) => {
        if (await this.tryRaw(threeOf(fiveMore, index), slot(0).startsAt)) won += 1;
        rawTimes.push(performance.now() - rawStartedAt);
      }),
    );
    if (won !== 1) throw new Error(`raw SQL booked the slot ${won} times`);
    const peer = (value: number): Figure['peer'] => ({ name: 'raw SQL: lock, look, insert or give up', value });
    const part = 'a one slot, 500 at once';
    return [
      { part, name: 'booked (201)', value: count((status) => status === 201), unit: '', aim: { atMost: 1 } },
      { part, name: 'refused (409)', value: count((status) => status === 409), unit: '', aim: { atLeast: rivals - 1 } },
      { part, name: 'failed (5xx)', value: count((status) => status >= 500), unit: '', aim: { atMost: 0 } },
      { part, name: 'p50', value: percentile(times, 0.5), unit: 'ms', peer: peer(percentile(rawTimes, 0.5))! },
      { part, name: 'p95', value: percentile(times, 0.95), unit: 'ms', peer: peer(percentile(rawTimes, 0.95))!, aim: { atMost: 800 } },
      { part, name: 'total', value: total, unit: 'ms', peer: peer(Math.max(...rawTimes))! },
    ];
  }

  /** (b) Bookings that do not touch each other. */
  async manySlots(): Promise<Figure[]> {
    const writes = this.recorded.writesOnly();
    const seconds = { http: 0, same: 0, writes: 0 };
    const times: number[] = [];
    await this.timed(() => this.replay(this.recorded, 50));
    for (let round = 0; round < rounds; round += 1) {
      seconds.http += await this.timed(async () => void times.push(...(await this.bookThroughHttp(perRound))));
      seconds.same += await this.timed(() => this.replay(this.recorded, perRound));
      seconds.writes += await this.timed(() => this.replay(writes, perRound - 50));
    }
    await this.assertNoOverlap();
    const perSecond = (rounds * perRound) / seconds.http;
    const part = `b apart, ${atOnce} at once`;
    return [
      { part, name: 'bookings', value: perSecond, unit: '/s', peer: { name: `raw SQL: the same ${this.recorded.length} statements`, value: (rounds * perRound) / seconds.same }, aim: { ratioAtLeast: 0.5 } },
      { part, name: 'bookings', value: perSecond, unit: '/s', peer: { name: `raw SQL: its ${writes.length} locks and writes only`, value: (rounds * (perRound - 50)) / seconds.writes } },
      { part, name: 'p50', value: percentile(times, 0.5), unit: 'ms' },
      { part, name: 'p95', value: percentile(times, 0.95), unit: 'ms' },
    ];
  }

  async bookThroughHttp(count: number): Promise<number[]> {
    const times: number[] = [];
    await inParallel(this.bookers.splice(0, count), atOnce, async (booker) => {
      const { experts, at } = this.nextFree();
      const answer = await this.book(booker, experts, at);
      if (answer.status !== 201) throw new Error(`a booking that disturbs nobody was answered ${answer.status}: ${answer.body}`);
      times.push(answer.milliseconds);
    });
    return times;
  }

  private async replay(recorded: RecordedBooking, count: number): Promise<void> {
    await inParallel(this.bookers.splice(0, count), atOnce, async ({ caseId, sessionId, personId }) => {
      const { experts, at } = this.nextFree();
      const client = await this.raw.connect();
      try {
        await recorded.replay(client, { caseId, sessionId, bookerId: personId, expertIds: experts.map((one) => one.personId), startsAt: at.startsAt });
      } finally {
        client.release();
      }
    });
  }

  private async record(): Promise<void> {
    const [booker] = this.bookers.splice(0, 1) as [Booker];
    const { experts, at } = this.nextFree();
    const expertIds = experts.map(({ personId }) => personId);
    const terms = { caseId: booker.caseId, sessionId: booker.sessionId, bookerId: booker.personId, expertIds, startsAt: at.startsAt };
    this.recorded = await this.stack.withApiInside((origin, cookieName) =>
      RecordedBooking.record(terms, [centre()], async () => {
        const inside = new HttpLoad(origin, 1);
        const answer = await inside.post('/api/consultations', `${cookieName}=${booker.token}`, bookingBody(booker.caseId, expertIds, at), { 'idempotency-key': randomUUID() });
        inside.close();
        if (answer.status !== 201) throw new Error(`the booking to record was answered ${answer.status}: ${answer.body}`);
      }),
    );
  }

  private book(booker: Booker, experts: readonly Person[], at: ReturnType<typeof slot>): ReturnType<HttpLoad['post']> {
    const body = bookingBody(booker.caseId, experts.map(({ personId }) => personId), at);
    return this.http.post('/api/consultations', `${this.stack.cookieName}=${booker.token}`, body, { 'idempotency-key': randomUUID() });
  }

  /** The least that a booking of one slot needs. */
  private async tryRaw(experts: readonly Person[], startsAt: Date): Promise<boolean> {
    const ids = experts.map(({ personId }) => personId).sort();
    const client = await this.raw.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended(id, 0)) FROM unnest($1::text[]) AS id`, [ids]);
      const endsAt = new Date(startsAt.getTime() + 3_600_000);
      const busy = await client.query(
        `SELECT FROM calendar_entry JOIN resource ON resource.id = resource_id
         WHERE person_id = ANY ($1::uuid[]) AND status IN ('held', 'confirmed') AND during && tstzrange($2, $3) LIMIT 1`,
        [ids, startsAt, endsAt],
      );
      if (busy.rowCount === 0) {
        await client.query(
          `INSERT INTO calendar_entry (id, resource_id, group_id, during, status, created_at)
           SELECT gen_random_uuid(), id, $4, tstzrange($2, $3), 'confirmed', $5 FROM resource WHERE person_id = ANY ($1::uuid[]) ORDER BY person_id`,
          [ids, startsAt, endsAt, newId(), new Date()],
        );
      }
      await client.query(busy.rowCount === 0 ? 'COMMIT' : 'ROLLBACK');
      return busy.rowCount === 0;
    } finally {
      client.release();
    }
  }

  private nextFree(): { experts: Person[]; at: ReturnType<typeof slot> } {
    const first = (this.taken % groups) * expertsEach;
    const at = slot(Math.floor(this.taken / groups));
    this.taken += 1;
    return { experts: this.experts.slice(first, first + expertsEach), at };
  }

  private async timed(work: () => Promise<void>): Promise<number> {
    const startedAt = performance.now();
    await work();
    return (performance.now() - startedAt) / 1000;
  }

  /** Every booking counted is there, with everybody's time, once. */
  private async assertNoOverlap(): Promise<void> {
    const { rows } = await this.stack.database.query<{ entries: number; consultations: number; overlaps: number }>(
      `SELECT (SELECT count(*) FROM consultation)::int AS consultations,
              (SELECT count(*) FROM calendar_entry WHERE resource_id IN (SELECT id FROM resource WHERE person_id = ANY ($1::uuid[])))::int AS entries,
              (SELECT count(*) FROM calendar_entry a JOIN calendar_entry b ON a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during)::int AS overlaps`,
      [this.experts.map(({ personId }) => personId)],
    );
    const { entries, consultations, overlaps } = rows[0]!;
    if (overlaps !== 0 || entries !== this.taken * expertsEach || consultations < this.taken) throw new Error(`not what was booked: ${JSON.stringify(rows[0])}`);
  }
}

/** Three of the five, each choice in turn; any two choices have somebody in common. */
function threeOf(five: readonly Person[], index: number): Person[] {
  return [0, 1, 2].map((step) => five[(index + step) % five.length]!);
}
