import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessToken } from 'livekit-server-sdk';
import { HttpLoad } from '../stack/http.js';
import { addPeople } from '../stack/people.js';
import { addSittings, admitAll } from '../stack/sittings.js';
import type { Stack } from '../stack/stack.js';
import { type Figure, percentile } from './figures.js';
import { startWorker } from './worker.js';

const people = 50;
const rooms = 20;
const minute = 60_000;
/** Everybody joins once in this time, evenly spread: the door of twenty meetings at the full hour. */
const spreadMs = 1_000;
const spreads = 8;

/** (e) Tickets to the room: session, admission, room, access log and signature. */
export async function measureTickets(stack: Stack): Promise<Figure[]> {
  const http = new HttpLoad(stack.origin, people);
  try {
    await startWorker(stack);
    const everybody = await addPeople(stack.database, people, 'professional');
    const groups = Array.from({ length: rooms }, (_, room) => everybody.filter((_, index) => index % rooms === room));
    const sittings = await addSittings(stack.database, groups, new Date(Date.now() + 5 * minute));
    await admitAll(stack.database, sittings);
    const seats = sittings.flatMap(({ consultationId, people: those }) => those.map(({ token }) => ({ consultationId, token, deviceSession: randomUUID() })));
    const ask = async ({ consultationId, token, deviceSession }: (typeof seats)[number]): Promise<number> => {
      const answer = await http.post(`/api/consultations/${consultationId}/ticket`, `${stack.cookieName}=${token}`, { deviceSession });
      if (answer.status !== 201) throw new Error(`a ticket was answered ${answer.status}: ${answer.body}`);
      return answer.milliseconds;
    };
    const together = (): Promise<number[]> => Promise.all(seats.map(ask));
    // The first ticket of a meeting makes the room; measured is the usual case.
    for (let turn = 0; turn < 4; turn += 1) await together();
    const spread: number[] = [];
    for (let turn = 0; turn < spreads; turn += 1) {
      spread.push(...(await Promise.all(seats.map(async (seat, index) => (await sleep((index * spreadMs) / people), ask(seat))))));
    }
    const burst = await together();
    const signing = await signAlone(spread.length);
    const peer = { name: 'signing the token, nothing else' };
    const part = `e ticket, ${people} people in ${rooms} rooms`;
    return [
      { part, name: 'p50, spread over 1 s', value: percentile(spread, 0.5), unit: 'ms', peer: { ...peer, value: percentile(signing, 0.5) } },
      { part, name: 'p95, spread over 1 s', value: percentile(spread, 0.95), unit: 'ms', peer: { ...peer, value: percentile(signing, 0.95) }, aim: { atMost: 40 } },
      { part, name: 'p95, all at the same instant', value: percentile(burst, 0.95), unit: 'ms' },
    ];
  } finally {
    http.close();
  }
}

async function signAlone(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const from = performance.now();
    const token = new AccessToken('bench', 'a-secret-of-thirty-two-characters', { identity: randomUUID(), ttl: 90 });
    token.addGrant({ roomJoin: true, room: 'room', canPublish: true, canSubscribe: true });
    await token.toJwt();
    times.push(performance.now() - from);
  }
  return times;
}
