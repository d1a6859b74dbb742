import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { HttpLoad, inParallel } from '../stack/http.js';
import { addBookers, addPeople, type Booker, type Person } from '../stack/people.js';
import { bookingBody, type Slot, slot, zone } from '../stack/slots.js';
import type { Stack } from '../stack/stack.js';
import { type Figure, percentile } from './figures.js';

const rivals = 500;
const pool = 12;
const panelSize = 4;
const hours = 6;
const warmUp = 100;
const holds = 60;
const holdsAtOnce = 4;

/** (g) Panels: many that overlap in people and hours, named in different orders; and held times from the last answer to everybody's screen. */
export async function measurePanels(stack: Stack): Promise<Figure[]> {
  const http = new HttpLoad(stack.origin, rivals);
  try {
    return [...(await overlapping(stack, http)), ...(await lastAnswers(stack, http))];
  } finally {
    http.close();
  }
}

async function overlapping(stack: Stack, http: HttpLoad): Promise<Figure[]> {
  const experts = await addPeople(stack.database, pool, 'expert');
  const bookers = await addBookers(stack.database, rivals + warmUp);
  await http.connect(rivals);
  const book = (booker: Booker, panel: readonly string[], at: Slot) =>
    http.post('/api/consultations', cookieOf(stack, booker), bookingBody(booker.caseId, panel, at), { 'idempotency-key': randomUUID() });
  await inParallel(bookers.splice(0, warmUp), 8, async (booker) => void (await book(booker, panelOf(experts, 0), slot(30))));
  const deadlocksBefore = await deadlocks(stack);
  const answers = await Promise.all(bookers.map((booker, index) => book(booker, panelOf(experts, index), slot(40 + (index % hours)))));
  const count = (fits: (status: number) => boolean): number => answers.filter(({ status }) => fits(status)).length;
  const times = answers.map(({ milliseconds }) => milliseconds);
  const part = `g ${rivals} panels of ${panelSize} out of ${pool} at once`;
  return [
    { part, name: 'booked (201)', value: count((status) => status === 201), unit: '', aim: { atLeast: hours } },
    { part, name: 'neither booked nor refused', value: count((status) => status !== 201 && status !== 409), unit: '', aim: { atMost: 0 } },
    { part, name: 'deadlocks', value: (await deadlocks(stack)) - deadlocksBefore, unit: '', aim: { atMost: 0 } },
    { part, name: 'overlaps', value: await overlaps(stack, experts), unit: '', aim: { atMost: 0 } },
    { part, name: 'p50', value: percentile(times, 0.5), unit: 'ms' },
    { part, name: 'p95', value: percentile(times, 0.95), unit: 'ms' },
  ];
}

/** A panel that two others always share somebody with, its people in an order of its own. */
function panelOf(experts: readonly Person[], index: number): string[] {
  const panel = Array.from({ length: panelSize }, (_, step) => experts[(index * 5 + step * (1 + (index % 3))) % pool]!.personId);
  return [...new Set(index % 2 === 0 ? panel : panel.toReversed())];
}

/** Three experts say yes to three held times; measured from the last answer until each of four open pages has heard of it. */
async function lastAnswers(stack: Stack, http: HttpLoad): Promise<Figure[]> {
  const [answered, seen]: [number[], number[]] = [[], []];
  const turns = Array.from({ length: holds }, (_, turn) => turn);
  const experts = await addPeople(stack.database, holdsAtOnce * 3, 'expert');
  const bookers = await addBookers(stack.database, holds);
  const pages = new Map<string, Socket>();
  try {
    for (const person of [...experts, ...bookers]) pages.set(person.personId, await openPage(stack, person));
    await inParallel(turns, holdsAtOnce, async (turn) => {
      const booker = bookers[turn]!;
      const panel = experts.slice((turn % holdsAtOnce) * 3, (turn % holdsAtOnce) * 3 + 3);
      const first = 60 + Math.floor(turn / holdsAtOnce) * 3;
      const { id, times } = await hold(stack, http, booker, panel, [slot(first), slot(first + 1), slot(first + 2)]);
      for (const expert of panel.slice(0, -1)) await say(stack, http, expert, id, times);
      const heard = Promise.all([booker, ...panel].map(({ personId }) => nextNotice(pages.get(personId)!, id)));
      const sentAt = performance.now();
      const answer = await say(stack, http, panel.at(-1)!, id, times);
      answered.push(performance.now() - sentAt);
      await heard;
      seen.push(performance.now() - sentAt);
      if ((JSON.parse(answer) as { state: string }).state !== 'confirmed') throw new Error(`the last answer did not confirm: ${answer}`);
    });
  } finally {
    for (const page of pages.values()) page.close();
  }
  const part = `g last answer of a hold, ${holdsAtOnce} at once`;
  return [
    { part, name: 'confirmed, p50', value: percentile(answered, 0.5), unit: 'ms' },
    { part, name: 'confirmed, p95', value: percentile(answered, 0.95), unit: 'ms' },
    { part, name: 'told to everybody, p50', value: percentile(seen, 0.5), unit: 'ms' },
    { part, name: 'told to everybody, p95', value: percentile(seen, 0.95), unit: 'ms' },
  ];
}

async function hold(stack: Stack, http: HttpLoad, booker: Booker, panel: readonly Person[], slots: readonly Slot[]): Promise<{ id: string; times: { id: string }[] }> {
  const needs = panel.map(({ personId }, role) => ({ role: `role ${role}`, candidates: [personId] }));
  const body = { caseId: booker.caseId, needs, durationMinutes: 60, times: slots.map(({ local }) => ({ local, timeZone: zone })) };
  const answer = await http.post('/api/holds', cookieOf(stack, booker), body, { 'idempotency-key': randomUUID() });
  if (answer.status !== 201) throw new Error(`a hold was answered ${answer.status}: ${answer.body}`);
  return JSON.parse(answer.body) as { id: string; times: { id: string }[] };
}

async function say(stack: Stack, http: HttpLoad, person: Person, holdId: string, times: readonly { id: string }[]): Promise<string> {
  const body = { answers: times.map(({ id }) => ({ timeId: id, answer: 'works' })), notDisqualified: true };
  const answer = await http.post(`/api/holds/${holdId}/answers`, cookieOf(stack, person), body);
  if (answer.status !== 200) throw new Error(`an answer was answered ${answer.status}: ${answer.body}`);
  return answer.body;
}

function openPage(stack: Stack, person: Person): Promise<Socket> {
  const page = io(stack.origin, { transports: ['websocket'], extraHeaders: { cookie: cookieOf(stack, person), origin: stack.origin }, reconnection: false });
  return new Promise((resolve, reject) => {
    page.once('connect', () => resolve(page));
    page.once('connect_error', reject);
  });
}

function nextNotice(page: Socket, holdId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('a page heard nothing for 10 s')), 10_000);
    const listen = (notice: { topic: string; id: string | null }): void => {
      if (notice.topic !== 'hold' || notice.id !== holdId) return;
      clearTimeout(late);
      page.off('notice', listen);
      resolve();
    };
    page.on('notice', listen);
  });
}

async function deadlocks({ database }: Stack): Promise<number> {
  const { rows } = await database.query<{ deadlocks: number }>(`SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`);
  return rows[0]!.deadlocks;
}

async function overlaps({ database }: Stack, people: readonly Person[]): Promise<number> {
  const { rows } = await database.query<{ overlaps: number }>(
    `SELECT count(*)::int AS overlaps FROM calendar_entry a JOIN calendar_entry b ON a.resource_id = b.resource_id AND a.id < b.id AND a.during && b.during
     WHERE a.resource_id IN (SELECT id FROM resource WHERE person_id = ANY ($1::uuid[])) AND a.status <> 'released' AND b.status <> 'released'`,
    [people.map(({ personId }) => personId)],
  );
  return rows[0]!.overlaps;
}

function cookieOf(stack: Stack, { token }: Person): string {
  return `${stack.cookieName}=${token}`;
}
