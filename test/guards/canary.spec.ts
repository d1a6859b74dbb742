import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, notices } from '@app/contracts';
import { newId } from '@app/kernel';
import type { Socket } from 'socket.io-client';
import { type Member, Scene } from '../support/consultation-scene.js';

/** Planted wherever a person writes about a case. */
const canary = 'kanarialintu7f3a';
const planted = (where: string): string => `${where} ${canary}`;
const meeting = events.meeting;

let scene: Scene;
let caseId: string;
let booked: { id: string; version: number; sequence: number };
const lines: string[] = [];
/** Everything that came over sockets, as `[name, JSON]`. */
const heard: [string, string][] = [];
const sockets: Socket[] = [];
/** Answers to those who may know that there is a case, and no more. */
const headerOnly: string[] = [];

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z', env: { LOG_LEVEL: 'trace' }, log: { write: (line) => void lines.push(line) } });
  await keepAllJobs();
  await live();
}, 180_000);
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await scene?.close();
});

/** A case from its first word to the end of its meeting, with a second meeting that is cancelled. */
async function live(): Promise<void> {
  const { owner, coOwner, coordinator, expert, stranger } = scene;
  for (const member of [owner, coOwner, coordinator, expert, stranger]) await listen(member);
  await write();
  booked = await book(owner, '2027-03-18T09:00', [expert, stranger]);
  await scene.system.settle();
  for (const path of [`/api/consultations/${booked.id}`, `/api/cases/${caseId}`, '/api/consultations', '/api/cases', '/api/notifications']) headerOnly.push((await stranger.get(path)).text);
  await answer(expert, 'accepted');
  await answer(stranger, 'tentative');
  await succeed(owner.post(`/api/consultations/${booked.id}/move`, { version: booked.version, start: at('2027-03-18T12:00') }, { key: randomUUID() }));
  booked = (await owner.get(`/api/consultations/${booked.id}`)).body as typeof booked;
  await answer(expert, 'accepted');
  await answer(stranger, 'declined');
  await scene.system.settle();

  const other = await book(coordinator, '2027-03-27T11:00', [expert], { override: { reason: planted('Lauantaina') } });
  await succeed(coordinator.post(`/api/consultations/${other.id}/cancel`, { version: other.version, reason: planted('Peruttu') }, { key: randomUUID() }));
  await hold();
  for (const instant of ['2027-03-11T10:00:00Z', '2027-03-17T10:00:00Z', '2027-03-18T09:45:00Z']) await scene.at(instant);
  await meet();
  await fail();
}

/** Times held for the case: one hold is confirmed, with somebody stood down, another one is released. */
async function hold(): Promise<void> {
  const { owner, coordinator, expert, stranger } = scene;
  const needs = [{ role: 'LAW', k: 1, candidates: [expert.id, stranger.id] }];
  const holding = (...locals: string[]) => succeed(coordinator.post('/api/holds', { caseId, needs, durationMinutes: 60, times: locals.map(at) }, { key: randomUUID() }));
  const first = await holding('2027-03-22T09:00', '2027-03-23T09:00');
  for (const path of [`/api/holds/${first['id']}`, '/api/holds']) headerOnly.push((await stranger.get(path)).text);
  await scene.system.settle();
  const answers = (first['times'] as { id: string }[]).map(({ id: timeId }) => ({ timeId, answer: 'works' }));
  for (const member of [owner, expert]) await succeed(member.post(`/api/holds/${first['id']}/answers`, { answers, notDisqualified: true }));
  headerOnly.push((await stranger.get(`/api/holds/${first['id']}`)).text);
  const second = await holding('2027-03-24T09:00');
  await scene.system.settle();
  await succeed(coordinator.post(`/api/holds/${second['id']}/release`, { version: second['version'], reason: planted('Vapautettu') }, { key: randomUUID() }));
  await scene.system.settle();
}

async function write(): Promise<void> {
  const { owner, coOwner } = scene;
  const sections = { background: planted('Tausta'), tried: planted('Kokeiltu'), childView: planted('Lapsi'), hopes: planted('Toiveet') };
  const made = await succeed(
    owner.post('/api/cases', { title: planted('Otsikko'), question: planted('Kysymys'), themes: ['T11'], ageBand: '7-9', county: 'keski-suomi', language: 'fi', sections }),
  );
  caseId = made['id'];
  await succeed(owner.post(`/api/cases/${caseId}/owners`, { personId: coOwner.id }));
  await owner.client.patch(`/api/cases/${caseId}/sections/tried`, { version: 1, text: planted('Kokeiltu uudestaan') });
  // A conflict answers with both texts: to the writer, not to the log.
  expect((await owner.client.patch(`/api/cases/${caseId}/sections/tried`, { version: 1, text: planted('Vanhentunut') })).status).toBe(409);
  expect((await owner.client.patch(`/api/cases/${caseId}/sections/tried`, { version: 2, text: planted('131052-308T') })).status).toBe(400);
  for (const path of ['people', 'experts']) expect((await owner.get(`/api/${path}?q=${canary}`)).status).toBe(200);
  expect((await owner.get(`/api/cases/${canary}`)).status).toBe(404);
  expect((await owner.get(`/api/${canary}`)).status).toBe(404);
}

async function meet(): Promise<void> {
  const [, , , guest] = sockets as [Socket, Socket, Socket, Socket];
  const [chair] = sockets as [Socket];
  const consultationId = booked.id;
  const say = (socket: Socket, name: string, payload: object) => socket.timeout(10_000).emitWithAck(name, { consultationId, ...payload });
  for (const [socket, deviceSession] of [[chair, 'tab_of_the_chair'], [guest, 'tab_of_the_guest']] as const) {
    expect(await say(socket, meeting.enter.name, { deviceSession })).toMatchObject({ ok: true });
  }
  expect(await say(chair, meeting.tellLobby.name, { text: planted('Hetki') })).toMatchObject({ ok: true });
  expect(await say(chair, meeting.admitAll.name, {})).toMatchObject({ ok: true });
  expect(await say(guest, meeting.say.name, { messageId: newId(), text: planted('Keskustelu') })).toMatchObject({ ok: true });
  const { body } = await scene.owner.get(`/api/consultations/${consultationId}`);
  await succeed(scene.owner.post(`/api/consultations/${consultationId}/end`, { version: body['version'] }));
  await scene.system.settle();
}

/** A fault of the database while content is written. */
async function fail(): Promise<void> {
  await scene.query('ALTER TABLE case_section ADD CONSTRAINT fault CHECK (length(text) < 5) NOT VALID');
  expect((await scene.owner.client.patch(`/api/cases/${caseId}/sections/hopes`, { version: 1, text: planted('Virhe') })).status).toBe(500);
}

describe('what is written about a case', () => {
  it('is in its own columns, and in no other column of the database', async () => {
    expect(await columnsWith(canary)).toEqual([
      'public.case_content.title',
      'public.case_section.text',
      'public.case_section_history.text',
      'public.consultation.cancel_reason',
      'public.consultation.override_reason',
      'public.meeting_door.lobby_message',
      'public.message.text',
    ]);
  });

  it('is in no mail and no calendar entry', () => {
    const mails = scene.system.mails.messages();
    expect([...new Set(mails.map(({ calendar }) => calendar?.method ?? 'none'))].toSorted()).toEqual(['CANCEL', 'REQUEST', 'none']);
    expect(mails.length).toBeGreaterThan(10);
    const held = mails.filter(({ raw }) => raw.includes('name=aika-1.ics')).map(({ raw }) => raw);
    expect(held.length).toBeGreaterThan(3);
    expect(held.filter((raw) => !raw.includes('BEGIN:VEVENT') && !unpacked(raw).includes('BEGIN:VEVENT'))).toEqual([]);
    expect(held.some((raw) => !raw.includes('BEGIN:VEVENT'))).toBe(true);
    const decoded = mails.flatMap(({ raw, subject, text, html, calendar }) => [raw, unpacked(raw), raw.replaceAll('=\r\n', ''), subject, text, html, calendar?.content.replaceAll('\r\n ', '') ?? '']);
    expect(decoded.filter((text) => text.includes(canary))).toEqual([]);
  });

  it('is in no line of the log', () => {
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.some((line) => line.includes('SQLSTATE 23514'))).toBe(true);
    expect(lines.filter((line) => line.includes(canary))).toEqual([]);
  });

  it('is in no job of the queue', async () => {
    const jobs = await scene.query<{ job: string }>('SELECT job FROM job_seen');
    expect(jobs.length).toBeGreaterThan(5);
    expect(jobs.filter(({ job }) => job.includes(canary))).toEqual([]);
  });

  it('is in no notice, and over sockets only in the chat and the lobby message themselves', () => {
    const names = new Set(heard.map(([name]) => name));
    expect(names).toContain(notices.changed.name);
    const tellers = new Set(heard.filter(([, text]) => text.includes(canary)).map(([name]) => name));
    expect([...tellers].toSorted()).toEqual([notices.meeting.message.name, notices.meeting.snapshot.name].toSorted());
    const withoutLobby = heard.filter(([name]) => name === notices.meeting.snapshot.name).map(([, text]) => JSON.stringify({ ...(JSON.parse(text) as object), lobbyMessage: null }));
    expect(withoutLobby.filter((text) => text.includes(canary))).toEqual([]);
  });

  it('is not told to those who have only been invited', () => {
    expect(headerOnly.every((text) => text.length > 20)).toBe(true);
    expect(headerOnly.filter((text) => text.includes(canary))).toEqual([]);
  });
});

const at = (local: string) => ({ local, timeZone: 'Europe/Helsinki' });

async function book(member: Member, local: string, people: Member[], changes: object = {}): Promise<typeof booked> {
  return (await succeed(scene.book(member, { caseId, people, local, ...changes }))) as typeof booked;
}

async function answer(member: Member, said: string): Promise<void> {
  await succeed(member.post(`/api/consultations/${booked.id}/response`, { sequence: booked.sequence, answer: said, notDisqualified: true }));
  booked = (await scene.owner.get(`/api/consultations/${booked.id}`)).body as typeof booked;
}

async function succeed(sent: ReturnType<Member['post']>) {
  const { status, body, text } = await sent;
  if (status >= 300) throw new Error(text);
  return body;
}

async function listen(member: Member): Promise<void> {
  const socket = await member.client.connect();
  socket.onAny((name: string, payload: unknown) => heard.push([name, JSON.stringify(payload)]));
  sockets.push(socket);
}

/** Jobs vanish when they are done: a trigger copies each as it comes. */
async function keepAllJobs(): Promise<void> {
  await scene.query(`
    CREATE TABLE job_seen (job text NOT NULL);
    CREATE FUNCTION see_job() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN INSERT INTO public.job_seen VALUES (to_jsonb(NEW)::text); RETURN NEW; END $$;
    CREATE TRIGGER see_job AFTER INSERT OR UPDATE ON bullmq.job FOR EACH ROW EXECUTE FUNCTION see_job();
  `);
}

/** Columns of all tables whose values contain a word, bytes included. */
async function columnsWith(word: string): Promise<string[]> {
  const columns = await scene.query<{ schema: string; table: string; column: string; type: string }>(
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(columns.some(({ schema }) => schema === 'bullmq')).toBe(true);
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const [first] = await scene.query(`SELECT 1 FROM "${schema}"."${table}" WHERE position($1 IN ${value}) > 0 LIMIT 1`, [word]);
    if (first) found.push(`${schema}.${table}.${column}`);
  }
  return found.toSorted();
}

/** A mail with its base64 parts as they are read. */
function unpacked(raw: string): string {
  return raw.replaceAll(/(?:^[A-Za-z0-9+/]{4,76}={0,2}\r?\n)+/gm, (block) => Buffer.from(block, 'base64').toString()).replaceAll('\r\n ', '');
}
