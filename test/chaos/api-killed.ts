import type { Stack } from '../stack/stack.js';
import { BookingClients } from './booking-clients.js';
import { checkBookings, countUnknown } from './booking-invariants.js';
import { MailFacts } from './mail-invariants.js';
import type { Scenario } from './scenario.js';

type Moment = 'before-commit' | 'after-commit';

/** The API dies again and again in the midst of bookings: with all locks before the commit, or between commit and answer. */
export function apiKilled(moment: Moment): Scenario {
  return async ({ stack, size }) => {
    await stack.worker.start();
    const clients = await BookingClients.prepare(stack, size.clients, size.bookings);
    try {
      const { kills, unknown } = await bookUnderKills(stack, clients, moment, size.apiKills);
      await clients.askAgain();
      const bookings = await checkBookings(stack.database, clients.wishes);
      const mails = await new MailFacts(stack).check();
      const broken = [...clients.broken, ...bookings.broken, ...mails.broken];
      if (kills < size.apiKills) broken.push(`the API was killed ${kills} times only`);
      if (moment === 'after-commit' && unknown < kills) broken.push(`${kills} kills after a commit left ${unknown} bookings without an answer`);
      return {
        numbers: {
          [`bookings by ${size.clients} clients`]: size.bookings,
          confirmed: clients.booked.length,
          kills,
          'committed without an answer': unknown,
          doubles: bookings.doubles,
          lost: bookings.lost,
          retries: clients.retries,
          mails: mails.mails,
          repeated: mails.repeats,
        },
        broken,
      };
    } finally {
      clients.close();
    }
  };
}

async function bookUnderKills({ api, database }: Stack, clients: BookingClients, moment: Moment, times: number): Promise<{ kills: number; unknown: number }> {
  const failpoint = (n: number): NodeJS.ProcessEnv => (n < times ? { FAILPOINT: `${moment} POST /api/consultations#${3 + ((n * 7) % 11)}` } : {});
  let unknown = 0;
  await api.kill();
  await api.start(failpoint(0));
  const booking = clients.book().then(() => 'finished' as const);
  for (let kills = 0; ; ) {
    const end = await Promise.race([booking, api.ended()]);
    if (end === 'finished') return { kills, unknown };
    if (end !== 'SIGKILL') throw new Error(`The API has ended by itself: ${end}`);
    kills += 1;
    unknown += await countUnknown(database, clients.open);
    await api.start(failpoint(kills));
  }
}
