import { randomUUID } from 'node:crypto';
import { HttpLoad } from '../stack/http.js';
import { addPeople } from '../stack/people.js';
import { addReminders, addSittings, type Sitting } from '../stack/sittings.js';
import { slot } from '../stack/slots.js';
import type { Stack } from '../stack/stack.js';
import { MailFacts } from './mail-invariants.js';
import type { Scenario } from './scenario.js';

const seats = 4;
const startsAfterMs = 15 * 60_000;
/** Enough to move and cancel some meetings before their reminders are due. */
const leadMs = 5_000;
/** Of the meetings, before the reminders are due; and as many at each kill. */
const changesEach = 6;
const remindersEach = 3;

/** The worker dies again and again between the mail server's word and its own note of it, while meetings are moved and cancelled. */
export const workerKilled: Scenario = async ({ stack, size }) => {
  const changes = await Changes.prepare(stack, size.sittings);
  try {
    await changes.make(changes.untouched.slice(0, changesEach));
    let most = 0;
    for (let kill = 0; kill < size.workerKills; kill += 1) {
      await stack.worker.start({ FAILPOINT: `mail.after-send#${60 + ((kill * 37) % 80)}` });
      const end = await stack.worker.ended();
      if (end !== 'SIGKILL') throw new Error(`The worker has ended by itself: ${end}`);
      const inHand = await changes.mailFacts.noteInHand();
      most = Math.max(most, inHand.length);
      const bySitting = new Set(inHand.map(({ subject }) => subject));
      const half = changesEach / 2;
      const touched = changes.untouched.filter(({ sittingId }) => bySitting.has(sittingId)).slice(0, half);
      const waiting = changes.untouched.filter(({ sittingId }) => !bySitting.has(sittingId)).slice(-half);
      await changes.make([...touched, ...waiting]);
    }
    await stack.worker.start();
    const mails = await changes.mailFacts.check();
    return {
      numbers: {
        reminders: size.sittings * seats,
        kills: size.workerKills,
        'meetings moved': changes.moved.length,
        cancelled: changes.cancelled,
        mails: mails.mails,
        repeated: mails.repeats,
        'in hand at most': most,
      },
      broken: [...mails.broken, ...(await changes.findUnplanned())],
    };
  } finally {
    changes.close();
  }
};

/** Meetings whose reminders fall due at one instant, half of those in question moved and half cancelled. */
class Changes {
  readonly moved: Sitting[] = [];
  cancelled = 0;
  private readonly http: HttpLoad;
  readonly mailFacts: MailFacts;

  private constructor(
    private readonly stack: Stack,
    private readonly sittings: readonly Sitting[],
  ) {
    this.http = new HttpLoad(stack.origin, 1);
    this.mailFacts = new MailFacts(stack);
  }

  static async prepare(stack: Stack, count: number): Promise<Changes> {
    const people = await addPeople(stack.database, count * seats, 'professional');
    const groups = Array.from({ length: count }, (_, index) => people.slice(index * seats, (index + 1) * seats));
    const dueAt = new Date(Date.now() + leadMs);
    const startsAt = new Date(dueAt.getTime() + startsAfterMs);
    const sittings = await addSittings(stack.database, groups, startsAt);
    await addReminders(stack.database, sittings, dueAt, startsAt);
    return new Changes(stack, sittings);
  }

  get untouched(): Sitting[] {
    return this.sittings.filter(({ sittingId }) => !this.mailFacts.changedAt.has(sittingId));
  }

  /** Moves and cancels in turn, as the people who booked. */
  async make(sittings: readonly Sitting[]): Promise<void> {
    for (const [index, sitting] of sittings.entries()) {
      if (index % 2 === 0) await this.move(sitting);
      else await this.cancel(sitting);
      this.mailFacts.changedAt.set(sitting.sittingId, Date.now());
    }
  }

  /** Who was not planned to be reminded of the new time. */
  async findUnplanned(): Promise<string[]> {
    const { rows } = await this.stack.database.query<{ sitting: string; reminders: number }>(
      `SELECT s.id AS sitting, count(o.id)::int AS reminders
       FROM sitting s LEFT JOIN outbox o ON o.subject_id = s.id AND o.version = s.sequence AND o.kind = 'send-reminder' AND o.status = 'planned'
       WHERE s.id = ANY ($1::uuid[]) GROUP BY s.id HAVING count(o.id) <> $2`,
      [this.moved.map(({ sittingId }) => sittingId), seats * remindersEach],
    );
    return rows.map(({ sitting, reminders }) => `sitting ${sitting} was moved and has ${reminders} reminders planned instead of ${seats * remindersEach}`);
  }

  close(): void {
    this.http.close();
  }

  private async move(sitting: Sitting): Promise<void> {
    const { local } = slot(this.moved.push(sitting));
    await this.post(sitting, 'move', { version: 1, start: { local, timeZone: 'Europe/Helsinki' } });
  }

  private async cancel(sitting: Sitting): Promise<void> {
    this.cancelled += 1;
    await this.post(sitting, 'cancel', { version: 1, reason: 'Not needed any more' });
  }

  private async post({ consultationId, people }: Sitting, verb: string, body: object): Promise<void> {
    const { status, body: text } = await this.http.post(`/api/consultations/${consultationId}/${verb}`, `${this.stack.cookieName}=${people[0]!.token}`, body, { 'idempotency-key': randomUUID() });
    if (status !== 200) throw new Error(`${verb} was answered ${status}: ${text}`);
  }
}
