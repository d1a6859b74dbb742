import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, HttpLoad, inParallel } from '../stack/http.js';
import { addBookers, addPeople, type Booker, type Person } from '../stack/people.js';
import { bookingBody, slot, type Slot } from '../stack/slots.js';
import type { Stack } from '../stack/stack.js';

const expertCount = 8;
/** Neighbours want one expert in common, so about half of them must be refused. */
const wishesPerSlot = 6;
const patienceMs = 60_000;

/** What one client wants: a case of its own and one key, however often it has to ask. */
export interface Wish {
  readonly booker: Booker;
  readonly experts: readonly Person[];
  readonly at: Slot;
  readonly key: string;
  outcome: 'open' | 'booked' | 'taken' | 'wrong';
  /** The consultation of each answer that was a success. */
  readonly ids: string[];
}

/** Clients that book at the same time, often the same hour of the same expert, and ask again with the same key until they are answered. */
export class BookingClients {
  /** Answers that no client should get. */
  readonly broken: string[] = [];
  private asked = 0;
  private closed = false;
  private settled = 0;
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(
    private readonly stack: Stack,
    private readonly http: HttpLoad,
    private readonly clients: number,
    readonly wishes: readonly Wish[],
  ) {}

  static async prepare(stack: Stack, clients: number, bookings: number): Promise<BookingClients> {
    const experts = await addPeople(stack.database, expertCount, 'expert');
    const bookers = await addBookers(stack.database, bookings);
    const wishes = bookers.map((booker, index): Wish => {
      const first = index % wishesPerSlot;
      return { booker, experts: experts.slice(first, first + 2), at: slot(Math.floor(index / wishesPerSlot)), key: randomUUID(), outcome: 'open', ids: [] };
    });
    return new BookingClients(stack, new HttpLoad(stack.origin, clients), clients, wishes);
  }

  get retries(): number {
    return this.asked - this.wishes.length;
  }

  get booked(): Wish[] {
    return this.wishes.filter(({ outcome }) => outcome === 'booked');
  }

  get open(): Wish[] {
    return this.wishes.filter(({ outcome }) => outcome === 'open');
  }

  /** Works off all wishes. */
  async book(): Promise<void> {
    await inParallel(this.wishes, this.clients, async (wish) => {
      await this.ask(wish);
      if (wish.outcome === 'open') this.broken.push(`key ${wish.key} was not answered within ${patienceMs / 1000} s`);
      this.settled += 1;
      for (const { count, resolve } of this.waiting) if (this.settled >= count) resolve();
    });
  }

  /** Resolves when so many wishes have their last answer. */
  untilSettled(count: number): Promise<void> {
    return new Promise((resolve) => (this.settled >= count ? resolve() : this.waiting.push({ count, resolve })));
  }

  /** Every client whose booking was confirmed asks once more, as one that has not seen the answer. */
  async askAgain(): Promise<void> {
    await inParallel(this.booked, this.clients, (wish) => this.ask(wish));
  }

  close(): void {
    this.closed = true;
    this.http.close();
  }

  private async ask(wish: Wish): Promise<void> {
    for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt && !this.closed; ) {
      this.asked += 1;
      const answer = await this.post(wish);
      if (answer && this.take(wish, answer)) return;
      await sleep(50 + Math.random() * 100);
      await this.stack.api.started;
    }
  }

  /** Null when the connection broke: nobody knows what became of the request. */
  private post({ booker, experts, at, key }: Wish): Promise<Answer | null> {
    const body = bookingBody(booker.caseId, experts.map(({ personId }) => personId), at);
    return this.http.post('/api/consultations', `${this.stack.cookieName}=${booker.token}`, body, { 'idempotency-key': key }).catch(() => null);
  }

  /** @returns whether it was the last word */
  private take(wish: Wish, { status, headers, body }: Answer): boolean {
    const { id, code } = JSON.parse(body) as { id?: string; code?: string };
    if (status === 201 && id !== undefined) {
      wish.ids.push(id);
      wish.outcome = 'booked';
    } else if (code === 'consultation.slot_taken' && wish.outcome === 'open') {
      wish.outcome = 'taken';
    } else if (code === 'request.in_progress' || (status === 503 && headers['retry-after'] !== undefined)) {
      return false;
    } else {
      this.broken.push(`key ${wish.key} (${wish.outcome}) was answered ${status}: ${body}`);
      wish.outcome = 'wrong';
    }
    return true;
  }
}
