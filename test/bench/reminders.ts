import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHelper } from '../stack/children.js';
import { HttpLoad } from '../stack/http.js';
import { addBookers, addPeople, type Person, type Booker } from '../stack/people.js';
import { addReminders, addSittings } from '../stack/sittings.js';
import { bookingBody, slot } from '../stack/slots.js';
import { mailConnections, type Stack } from '../stack/stack.js';
import type { MailerOrders, MailJob } from './bare-mailer.js';
import { type Figure, percentile } from './figures.js';
import { startWorker } from './worker.js';

const burst = 5_000;
const seats = 4;
const startsAfterMs = 15 * 60_000;
/** Longer than the pause between two sweeps: nothing but the ordinary timers brings the rows out. */
const leadMs = 20_000;
const bookingEveryMs = 200;
const giveUpMs = 60_000;

/** (c) Reminders that are all due at one instant: how late each arrives at a mail server, and what bookings feel of it. */
export async function measureReminders(stack: Stack): Promise<Figure[]> {
  const mailer = startHelper<MailerOrders>(new URL('./bare-mailer.js', import.meta.url));
  const http = new HttpLoad(stack.origin, 8);
  try {
    await startWorker(stack);
    await warmUp(stack);
    const bookings = new BookingsMeanwhile(stack, http);
    await bookings.prepare();

    const { people, dueAt } = await planReminders(stack, burst, leadMs);
    const quiet = await bookings.run(dueAt - Date.now() - 2_000);
    await sleep(Math.max(0, dueAt - Date.now()));
    const receivers = people.map(({ email }) => email);
    let arrived = false;
    const busy = bookings.run(giveUpMs, () => arrived);
    const ours = await lateness(stack, receivers, dueAt, () => (arrived = true));
    const during = await busy;

    const job = (): MailJob => ({ smtpUrl: stack.smtpUrl, connections: mailConnections, receivers, dueAt: Date.now() + 2_000 });
    await mailer.ask('sendBare', { ...job(), receivers: receivers.slice(0, 300) });
    const bareJob = job();
    await mailer.ask('sendBare', bareJob);
    const bare = await lateness(stack, receivers, bareJob.dueAt);
    const queued = { ...job(), dueAt: Date.now() + 6_000, databaseUrl: stack.ownerUrl };
    await mailer.ask('sendByJobs', queued);
    const jobs = await lateness(stack, receivers, queued.dueAt);
    return [...figuresOf(ours, bare, jobs), ...meanwhile(during, quiet)];
  } finally {
    http.close();
    await mailer.stop();
  }
}

const part = `c ${burst} reminders at once`;

function figuresOf(ours: readonly number[], bare: readonly number[], jobs: readonly number[]): Figure[] {
  const against = (name: string, peer: readonly number[], aim?: Figure['aim']): Figure[] =>
    [['p50', 0.5], ['p95', 0.95], ['last', 1]].map(([label, share]) => ({
      part,
      name: `${label} late`,
      value: percentile(ours, share as number),
      unit: 'ms',
      peer: { name, value: percentile(peer, share as number) },
      ...(aim && label === 'p95' && { aim }),
    }));
  return [
    { part, name: 'arrived', value: ours.length, unit: '', aim: { atLeast: burst } },
    ...against('bare pooled nodemailer', bare, { ratioAtMost: 2 }),
    ...against('one delayed BullMQ job each', jobs),
  ];
}

function meanwhile(during: readonly number[], quiet: readonly number[]): Figure[] {
  return [['p50', 0.5], ['p95', 0.95]].map(([label, share]) => ({
    part,
    name: `booking ${label} meanwhile`,
    value: percentile(during, share as number),
    unit: 'ms',
    peer: { name: 'the same bookings before', value: percentile(quiet, share as number) },
  }));
}

/** A worker that has just started has neither compiled its code nor opened its mail connections. */
async function warmUp(stack: Stack): Promise<void> {
  const { people, dueAt } = await planReminders(stack, 400, 0);
  await lateness(stack, people.map(({ email }) => email), dueAt);
}

/** Writes sittings a quarter of an hour after the instant, and a reminder for everybody in them. */
async function planReminders(stack: Stack, count: number, aheadMs: number): Promise<{ people: Person[]; dueAt: number }> {
  const people = await addPeople(stack.database, count, 'professional');
  const groups = Array.from({ length: count / seats }, (_, index) => people.slice(index * seats, (index + 1) * seats));
  const dueAt = Date.now() + aheadMs + 1_000;
  const startsAt = new Date(dueAt + startsAfterMs);
  const sittings = await addSittings(stack.database, groups, startsAt);
  await addReminders(stack.database, sittings, new Date(dueAt), startsAt);
  return { people, dueAt };
}

/** Milliseconds from the instant to the arrival of each mail, once all are there or nothing has come for long. */
async function lateness(stack: Stack, receivers: readonly string[], dueAt: number, onArrived: () => void = () => undefined): Promise<number[]> {
  const waited = new Set(receivers);
  const late: number[] = [];
  for (const giveUpAt = Date.now() + giveUpMs; waited.size > 0 && Date.now() < giveUpAt; await sleep(250)) {
    for (const { to, at } of await stack.sink.ask('take')) if (waited.delete(to)) late.push(at - dueAt);
  }
  onArrived();
  return late;
}

/** People who go on booking while the reminders go out: five bookings a second, whether the last one is answered or not. */
class BookingsMeanwhile {
  private experts: Person[] = [];
  private bookers: Booker[] = [];
  private made = 0;

  constructor(
    private readonly stack: Stack,
    private readonly http: HttpLoad,
  ) {}

  async prepare(): Promise<void> {
    this.experts = await addPeople(this.stack.database, 60, 'expert');
    this.bookers = await addBookers(this.stack.database, 500);
  }

  /** @returns the time of each booking in milliseconds */
  async run(milliseconds: number, enough: () => boolean = () => false): Promise<number[]> {
    const under: Promise<number>[] = [];
    for (const until = Date.now() + milliseconds; Date.now() < until && !enough(); await sleep(bookingEveryMs)) under.push(this.book());
    return Promise.all(under);
  }

  private async book(): Promise<number> {
    const booker = this.bookers[this.made];
    if (!booker) throw new Error('too few people who book');
    const first = (this.made % 20) * 3;
    const experts = this.experts.slice(first, first + 3).map(({ personId }) => personId);
    const at = slot(Math.floor(this.made / 20));
    this.made += 1;
    const answer = await this.http.post('/api/consultations', `${this.stack.cookieName}=${booker.token}`, bookingBody(booker.caseId, experts, at), { 'idempotency-key': randomUUID() });
    if (answer.status !== 201) throw new Error(`a booking was answered ${answer.status}: ${answer.body}`);
    return answer.milliseconds;
  }
}
