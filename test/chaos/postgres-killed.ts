import { eventually } from '../support/eventually.js';
import { addPeople } from '../stack/people.js';
import { addReminders, addSittings } from '../stack/sittings.js';
import type { Stack } from '../stack/stack.js';
import { BookingClients } from './booking-clients.js';
import { checkBookings } from './booking-invariants.js';
import { MailFacts } from './mail-invariants.js';
import type { Scenario } from './scenario.js';

const remindedSittings = 25;
const seats = 4;
const startsAfterMs = 15 * 60_000;
const recoveryMs = 10_000;

/** The database dies in the midst of bookings and of reminders; API and worker live on. */
export const postgresKilled: Scenario = async ({ stack, size }) => {
  await stack.worker.start();
  const processes = [stack.api.pid, stack.worker.pid];
  const clients = await BookingClients.prepare(stack, size.clients, 2 * size.bookings);
  const mailFacts = new MailFacts(stack);
  try {
    const [slowest] = await Promise.all([killDatabase(stack, clients, mailFacts, size.databaseKills), clients.book()]);
    await clients.askAgain();
    const bookings = await checkBookings(stack.database, clients.wishes);
    const mails = await mailFacts.check();
    const broken = [...clients.broken, ...bookings.broken, ...mails.broken];
    if (processes.join() !== [stack.api.pid, stack.worker.pid].join()) broken.push('API or worker has died');
    return {
      numbers: {
        [`bookings by ${size.clients} clients`]: clients.wishes.length,
        confirmed: clients.booked.length,
        kills: size.databaseKills,
        doubles: bookings.doubles,
        lost: bookings.lost,
        retries: clients.retries,
        's until the slowest booking again': slowest.toFixed(1),
        mails: mails.mails,
        repeated: mails.repeats,
      },
      broken,
    };
  } finally {
    clients.close();
  }
};

/** @returns the longest time from the kill to the next confirmed booking, in seconds */
async function killDatabase(stack: Stack, clients: BookingClients, mailFacts: MailFacts, times: number): Promise<number> {
  let slowest = 0;
  for (let n = 1; n <= times; n += 1) {
    await clients.untilSettled(Math.floor((n * clients.wishes.length) / (times + 1)));
    await remind(stack);
    await untilSending(stack);
    if (clients.open.length === 0) throw new Error('all bookings were over before the database was killed');
    const killedAt = performance.now();
    await stack.postgres.kill();
    const before = clients.booked.length;
    await stack.postgres.restart();
    await mailFacts.noteInHand();
    const somebodyBooks = (): void => {
      if (clients.booked.length === before) throw new Error([`nobody could book within ${recoveryMs / 1000} s after kill ${n}`, ...clients.broken].join('\n'));
    };
    await eventually(somebodyBooks, recoveryMs);
    slowest = Math.max(slowest, (performance.now() - killedAt) / 1000);
  }
  return slowest;
}

/** Meetings whose reminders are due at once. */
async function remind({ database }: Stack): Promise<void> {
  const people = await addPeople(database, remindedSittings * seats, 'professional');
  const groups = Array.from({ length: remindedSittings }, (_, index) => people.slice(index * seats, (index + 1) * seats));
  const dueAt = new Date();
  const startsAt = new Date(dueAt.getTime() + startsAfterMs);
  await addReminders(database, await addSittings(database, groups, startsAt), dueAt, startsAt);
}

async function untilSending({ database }: Stack): Promise<void> {
  await eventually(async () => {
    const { rows } = await database.query<{ sending: boolean }>(`SELECT EXISTS (SELECT FROM outbox WHERE kind = 'send-reminder' AND status = 'sending') AS sending`);
    if (!rows[0]?.sending) throw new Error('no reminder is being sent');
  }, 30_000);
}
