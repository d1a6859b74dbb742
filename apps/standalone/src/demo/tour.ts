import type { Consultation } from '@app/contracts';
import { Temporal } from 'temporal-polyfill';
import { demoCases } from './cases.js';
import { DemoClient } from './demo-client.js';
import { tourPeople } from './people.js';
import { listCases, personId } from './seed-cases.js';

const timeZone = 'Europe/Helsinki';
const durationMinutes = 45;
/** The door opens, and the last reminder goes out, 15 minutes before the start: two minutes from now. */
const startsInMinutes = 17;
/** Starts lie on quarters of an hour, and centres are closed on holidays; a coordinator may book otherwise, with a reason. */
const override = { reason: 'Neuvon esittely' };

/**
 * Sees to it that the tour is possible now: one consultation that begins in 17 minutes, two experts of which have
 * accepted. The one of an earlier start is moved, unless people are meeting in it. Returns a remark when it cannot be.
 */
export async function prepareTour(origin: string, now: Date): Promise<string | undefined> {
  const [owner = '', ...others] = tourPeople;
  const booker = others.at(-1) ?? '';
  const clients = [await DemoClient.signIn(origin, owner), await DemoClient.signIn(origin, booker)] as const;
  const [asker, coordinator] = clients;
  try {
    const start = startOf(now);
    const present = await findTour(asker, start);
    if (present?.state === 'in_session') return undefined;
    const participants = present ? [] : await Promise.all(others.map(async (email) => ({ personId: await personId(origin, email), required: true })));
    const { status, body } = present
      ? await coordinator.send<Consultation>('POST', `/api/consultations/${present.id}/move`, { version: present.version, start: local(start), override })
      : await coordinator.send<Consultation>('POST', '/api/consultations', { caseId: await tourCase(asker), participants, start: local(start), durationMinutes, override });
    if (status >= 400) return `The consultation of the tour could not be booked (${status}): somebody in it is busy now.`;
    for (const email of others.slice(0, 2)) await accept(origin, email, body);
    return undefined;
  } finally {
    for (const client of clients) await client.signOut();
  }
}

/** A whole minute, so that the interface shows what was booked. */
function startOf(now: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .add({ minutes: startsInMinutes })
    .round({ smallestUnit: 'minute', roundingMode: 'ceil' });
}

function local(start: Temporal.ZonedDateTime): { local: string; timeZone: string; offset: string } {
  return { local: start.toPlainDateTime().toString({ smallestUnit: 'minute' }), timeZone, offset: start.offset };
}

/** A consultation of the booker, on the case of the tour, that stands in the way of a new one. */
async function findTour(client: DemoClient, start: Temporal.ZonedDateTime): Promise<Consultation | undefined> {
  const day = start.toPlainDate();
  const { body } = await client.send<{ items: Consultation[] }>('GET', `/api/consultations?from=${day.subtract({ days: 1 }).toString()}&to=${day.add({ days: 2 }).toString()}`);
  const from = start.subtract({ minutes: startsInMinutes }).epochMilliseconds;
  const to = start.add({ minutes: durationMinutes }).epochMilliseconds;
  const open = body.items.filter(({ state, startsAt, endsAt }) => ['booked', 'in_session'].includes(state) && Date.parse(startsAt) < to && Date.parse(endsAt) > from);
  const caseId = await tourCase(client);
  return open.find((item) => item.case?.id === caseId);
}

async function tourCase(client: DemoClient): Promise<string> {
  const title = demoCases[0]?.title;
  const found = (await listCases(client)).find((item) => item.title === title);
  if (!found) throw new Error(`The case of the tour is not there: ${title}`);
  return found.id;
}

async function accept(origin: string, email: string, { id, sequence }: Consultation): Promise<void> {
  const client = await DemoClient.signIn(origin, email);
  try {
    await client.send('POST', `/api/consultations/${id}/response`, { sequence, answer: 'accepted', notDisqualified: true });
  } finally {
    await client.signOut();
  }
}
