import { notices } from '@app/contracts';
import { newId } from '@app/kernel';
import { Config, Database, MailTransport, OutboxService, Realtime, type Tx } from '@app/platform';
import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OUTBOX_KINDS } from '../../libs/platform/src/outbox/outbox-kinds.js';
import { OutboxSweep } from '../../libs/platform/src/outbox/outbox-sweep.js';
import { RealtimeServer } from '../../libs/platform/src/realtime/realtime-server.js';
import { SocketSessions } from '../../libs/platform/src/realtime/socket-sessions.js';
import { ProbeApiModule, ProbeController, ProbeHandler, probeKind, ProbeSessions, ProbeWorkerModule } from '../support/probe-feature.js';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let handler: ProbeHandler;

beforeAll(async () => {
  system = await openSystem({
    features: { api: [ProbeApiModule], worker: [ProbeWorkerModule] },
    override: [{ token: OUTBOX_KINDS, value: [probeKind] }],
  });
  handler = system.worker!.get(ProbeHandler, { strict: false });
}, 60_000);
afterAll(() => system?.close());

const client = () => system.client('probe=anna');
const id = newId();
const echo = `/api/probe/${id}/echo`;

describe('requests', () => {
  it('answer with the declared status and only the declared keys', async () => {
    const answer = await client().post(echo, { text: 'A\u030ake' });
    expect(answer).toMatchObject({ status: 201, body: { text: 'Åke' } });
    expect(answer.body).not.toHaveProperty('secret');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('are refused with all fields named', async () => {
    const { status, headers, body } = await client().post(`${echo}?loud=maybe&extra=1`, { inner: { number: '1', other: 2 }, wrong: true });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'request.invalid', requestId: expect.any(String) });
    expect(body.fields.map(({ path }: { path: string }) => path).sort()).toEqual(['extra', 'inner.number', 'inner.other', 'loud', 'text', 'wrong']);
  });

  it.each(['"a\\u0000b"', '"\\ud800"'])('are refused with %s in a text', async (text) => {
    const { status, body } = await client().post(echo, `{"text":${text}}`);
    expect({ status, fields: body.fields }).toMatchObject({ status: 400, fields: [{ path: 'text' }] });
  });

  it('are refused with keys that reach for the prototype', async () => {
    const { status, body } = await client().post(echo, '{"text":"x","__proto__":{"admin":true}}');
    expect({ status, fields: body.fields }).toMatchObject({ status: 400, fields: [{ path: '__proto__' }] });
  });

  it.each([
    ['another content type', 415, 'request.unsupported_type', '{}', { 'content-type': 'text/plain' }],
    ['broken JSON', 400, 'request.malformed', '{"text":', {}],
    ['a body over 256 kB', 413, 'request.too_large', JSON.stringify({ text: 'x'.repeat(262_144) }), {}],
    ['another origin', 403, 'request.cross_site', '{"text":"x"}', { origin: 'https://evil.example' }],
    ['no origin', 403, 'request.cross_site', '{"text":"x"}', { origin: '', 'sec-fetch-site': '' }],
    ['no session', 401, 'session.required', '{"text":"x"}', { cookie: 'x=1' }],
  ])('with %s answer %i', async (_title, status, code, body, headers) => {
    expect(await client().send('POST', echo, body, headers as Record<string, string>)).toMatchObject({ status, body: { status, code } });
  });

  it.each(['/api', '/API', '/Api'])('are kept by nobody and have an id: %s', async (root) => {
    const { headers } = await client().get(`${root}/health/ready`);
    expect([headers.get('cache-control'), headers.get('x-request-id')]).toEqual(['no-store', expect.any(String)]);
  });

  it('to unknown paths and ids answer 404', async () => {
    expect(await client().get('/api/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await client().post('/api/probe/not-an-id/echo', { text: 'x' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('that fail unexpectedly tell nothing about why', async () => {
    const { status, body } = await client().get('/api/probe/broken');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('publish their contract and their health', async () => {
    expect(await client().get('/api/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    const { body } = await client().get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toContain('/api/consultations/{id}');
  });
});

describe('policies', () => {
  it('turn a 2xx into an error when they were declared and not asked', async () => {
    expect(await client().get('/api/probe/unasked')).toMatchObject({ status: 500 });
  });

  it('keep a transaction from committing when they were not asked', async () => {
    expect(await client().post('/api/probe/unasked')).toMatchObject({ status: 500 });
    expect((await system.database.query(`SELECT 1 FROM outbox WHERE occasion = 'unasked'`)).rowCount).toBe(0);
  });

  it('hide what may not be seen', async () => {
    expect(await client().get('/api/probe/denied')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('must be declared, or the application does not start', async () => {
    @Controller()
    class BareController {
      @Get('/api/bare')
      bare() {}
    }
    @Module({ imports: [ProbeApiModule], controllers: [BareController] })
    class BareModule {}
    await expect(openSystem({ worker: false, features: { api: [BareModule] } })).rejects.toThrow(/BareController\.bare/);
  });
});

describe('transactions', () => {
  it('refuse to be used after their end', async () => {
    await client().post('/api/probe/once', { text: 'x' }, { 'idempotency-key': newId() });
    const { leaked } = system.api.get(ProbeController, { strict: false });
    await expect(leaked!.query('SELECT 1')).rejects.toThrow(/ended/);
  });

  it('run their hooks only after a commit', async () => {
    const database = system.api.get(Database, { strict: false });
    const ran: string[] = [];
    await database.transaction(async (tx) => tx.afterCommit(() => void ran.push('committed')));
    await expect(
      database.transaction(async (tx) => {
        tx.afterCommit(() => void ran.push('rolled back'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ran).toEqual(['committed']);
  });

  it('give up a lock three times, then answer 503 with Retry-After', async () => {
    const blocker = await system.database.connect();
    await blocker.query('SELECT pg_advisory_lock(42)');
    const answer = await client().post('/api/probe/locked');
    await blocker.query('SELECT pg_advisory_unlock(42)');
    blocker.release();
    expect(answer).toMatchObject({ status: 503, body: { code: 'service.busy' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(system.api.get(ProbeController, { strict: false }).attempts).toBe(3);
  });

  it('cannot change the audit log or the schema as the runtime role', async () => {
    const database = system.api.get(Database, { strict: false });
    const run = (sql: string) => database.transaction((tx: Tx) => tx.query(sql));
    await expect(run('DELETE FROM audit_event')).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(run('UPDATE audit_event SET action = action')).rejects.toMatchObject({ driverError: { code: '42501' } });
    await expect(run('CREATE TABLE mine (id int)')).rejects.toMatchObject({ driverError: { code: '42501' } });
  });

  it('read in one snapshot and cannot write', async () => {
    const database = system.api.get(Database, { strict: false });
    await expect(database.read((tx) => tx.query(`DELETE FROM outbox`))).rejects.toMatchObject({ driverError: { code: '25006' } });
  });

  it.each(['transaction', 'read'] as const)('answer 503 when the connection is lost between two statements (%s)', async (kind) => {
    const database = system.api.get(Database, { strict: false });
    const killer = new pg.Client({ connectionString: system.urls.url });
    await killer.connect();
    const work = database[kind](async (tx) => {
      const [own] = await tx.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid`);
      await killer.query(`SELECT pg_terminate_backend($1)`, [own!.pid]);
      // Nothing waits for an answer of the server when the news of its end comes.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.query('SELECT 1');
    });
    const error = await work.catch((reason: unknown) => reason);
    await killer.end();
    expect(error).toMatchObject({ code: 'service.unavailable' });
  });

  it('survive the loss of all connections', async () => {
    const killer = new pg.Client({ connectionString: system.urls.url });
    await killer.connect();
    const own = 'datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()';
    const { rowCount } = await killer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${own}`);
    await killer.end();
    expect(rowCount).toBeGreaterThan(5);
    await eventually(async () => expect((await client().get('/api/health/ready')).status).toBe(200));
  });
});

describe('idempotency keys', () => {
  const send = (key: string, text: string) => client().post('/api/probe/once', { text }, { 'idempotency-key': key });

  it('are required', async () => {
    expect(await client().post('/api/probe/once', { text: 'x' })).toMatchObject({ status: 400, body: { code: 'request.idempotency_key_missing' } });
  });

  it('do the work once and answer the same id again', async () => {
    const key = newId();
    const first = await send(key, 'x');
    expect(first).toMatchObject({ status: 201, body: { replayed: false } });
    expect(await send(key, 'x')).toMatchObject({ status: 201, body: { id: first.body.id, replayed: true } });
    expect(await send(key, 'y')).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
  });

  it('let one of many simultaneous requests through', async () => {
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(key, 'x')));
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    expect(answers.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'request.in_progress')).toBe(true);
  });
});

describe('outbox', () => {
  const plan = (rows: Parameters<OutboxService['plan']>[1]) =>
    system.api.get(Database, { strict: false }).transaction((tx) => system.api.get(OutboxService, { strict: false }).plan(tx, rows));
  const statusOf = async (subjectId: string) =>
    (await system.database.query<{ status: string; attempts: number; last_error: string | null }>(`SELECT status, attempts, last_error FROM outbox WHERE subject_id = $1`, [subjectId])).rows[0];
  const timesHandled = (subjectId: string) => handler.handled.filter((row) => row.subjectId === subjectId).length;

  beforeEach(() => {
    handler.answer = ({ id }) => ({ id, status: 'done' });
  });

  it('carries out a due row once, by itself after the commit', async () => {
    const subjectId = newId();
    await plan([{ kind: probeKind, subjectId }]);
    await eventually(() => expect(timesHandled(subjectId)).toBe(1));
    await system.settle();
    expect(await statusOf(subjectId)).toMatchObject({ status: 'done', attempts: 1 });
    await plan([{ kind: probeKind, subjectId }]);
    await system.settle();
    expect(timesHandled(subjectId)).toBe(1);
  });

  it('carries out many at once in chunks no larger than the mail pool, each once', async () => {
    const subjects = Array.from({ length: 450 }, () => newId());
    await plan(subjects.map((subjectId) => ({ kind: probeKind, subjectId })));
    const sweep = system.worker!.get(OutboxSweep, { strict: false });
    await Promise.all([sweep.sweep(), sweep.sweep(), sweep.sweep()]);
    await system.settle();
    expect(subjects.every((subjectId) => timesHandled(subjectId) === 1)).toBe(true);
    expect(handler.largestChunk).toBeLessThanOrEqual(5);
  });

  it('waits for the due time, and not at all for what is cancelled or too late', async () => {
    const [later, cancelled, late] = [newId(), newId(), newId()];
    const dueAt = new Date(system.clock.now().getTime() + 600_000);
    await plan([
      { kind: probeKind, subjectId: later, dueAt },
      { kind: probeKind, subjectId: cancelled, dueAt },
      { kind: probeKind, subjectId: late, dueAt, expiresAt: dueAt },
    ]);
    await system.settle();
    expect(timesHandled(later)).toBe(0);
    const outbox = system.api.get(OutboxService, { strict: false });
    await system.api.get(Database, { strict: false }).transaction((tx) => outbox.cancel(tx, { subjectId: cancelled }));
    system.clock.advance({ minutes: 11 });
    await system.settle();
    expect([timesHandled(later), timesHandled(cancelled), timesHandled(late)]).toEqual([1, 0, 0]);
    expect(await statusOf(late)).toMatchObject({ status: 'missed' });
    expect(await statusOf(cancelled)).toMatchObject({ status: 'cancelled' });
  });

  it('tries again with growing pauses and gives up after the eighth time', async () => {
    const subjectId = newId();
    handler.answer = ({ id }) => ({ id, status: 'retry', error: 'E421' });
    await plan([{ kind: probeKind, subjectId }]);
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await system.settle();
      system.clock.advance({ minutes: 20 });
    }
    expect(timesHandled(subjectId)).toBe(8);
    expect(await statusOf(subjectId)).toEqual({ status: 'dead', attempts: 8, last_error: 'E421' });
  });

  it.each(['claimed', 'sending'])('picks up rows that a killed worker left %s', async (status) => {
    const subjectId = newId();
    await plan([{ kind: probeKind, subjectId, dueAt: new Date(system.clock.now().getTime() + 60_000) }]);
    const lockedUntil = new Date(system.clock.now().getTime() + 60_000);
    await system.database.query(`UPDATE outbox SET status = $2, claim_id = $3, locked_until = $4 WHERE subject_id = $1`, [subjectId, status, newId(), lockedUntil]);
    await system.worker!.get(OutboxSweep, { strict: false }).sweep();
    expect(await statusOf(subjectId)).toMatchObject({ status });
    system.clock.advance({ seconds: 61 });
    await system.settle();
    expect(timesHandled(subjectId)).toBe(1);
    expect(await statusOf(subjectId)).toMatchObject({ status: 'done' });
  });

  it('does not start while a kind has no handler', async () => {
    await expect(
      openSystem({ features: { api: [ProbeApiModule], worker: [] }, override: [{ token: OUTBOX_KINDS, value: [probeKind] }] }),
    ).rejects.toThrow(/probe has 0/);
  });
});

describe('sockets', () => {
  it('are refused without a session', async () => {
    await expect(system.client().connect()).rejects.toMatchObject({ data: { code: 'session.required' } });
  });

  it('are refused from another origin and without one', async () => {
    await expect(client().connect({ origin: 'https://evil.example' })).rejects.toThrow();
    await expect(client().connect({ origin: '' })).rejects.toThrow();
  });

  it('acknowledge every message in one envelope', async () => {
    const socket = await client().connect();
    expect(await socket.emitWithAck('probe.greet', { name: 'Åke' })).toEqual({ ok: true, data: { greeting: 'Hei Åke' } });
    expect(await socket.emitWithAck('probe.greet', { name: 1, more: 2 })).toMatchObject({
      ok: false,
      error: { status: 400, code: 'request.invalid', fields: expect.arrayContaining([expect.objectContaining({ path: 'name' }), expect.objectContaining({ path: 'more' })]) },
    });
    expect(await socket.emitWithAck('probe.unasked', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    const broken = await socket.emitWithAck('probe.broken', {});
    expect(broken).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(broken)).not.toContain('secret');
    socket.close();
  });

  it('hear notices of the api and of the worker', async () => {
    const socket = await system.client('probe=clara').connect();
    const heard: unknown[] = [];
    socket.on(notices.changed.name, (notice: unknown) => heard.push(notice));
    await socket.emitWithAck('probe.greet', { name: 'x' });
    await eventually(() => expect(heard.length).toBe(1));
    const room = 'session:clara';
    // Sent anew until heard: a notice before the worker's line to the others stands is lost, and a refetch heals that.
    await eventually(() => {
      system.worker!.get(Realtime, { strict: false }).notify(room, { topic: 'consultation', id });
      expect(heard.length).toBeGreaterThanOrEqual(2);
    });
    socket.close();
  });

  it('end with their session', async () => {
    const socket = await system.client('probe=bertta').connect();
    const sessions = system.api.get(SocketSessions, { strict: false });
    await sessions.check();
    expect(socket.connected).toBe(true);
    system.api.get(ProbeSessions, { strict: false }).ended.add('bertta');
    await sessions.check();
    await eventually(() => expect(socket.connected).toBe(false));
  });

  it('leave no connection to PostgreSQL behind when they stop while they start', async () => {
    const listening = async () => (await system.database.query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'neuvo sockets' ORDER BY pid`)).rows;
    const before = await listening();
    await new RealtimeServer(system.api.get(Config, { strict: false })).onApplicationShutdown();
    await eventually(async () => expect(await listening()).toEqual(before));
  });

  it('are limited in messages per second', async () => {
    const socket = await client().connect();
    const answers = await Promise.all(Array.from({ length: 260 }, () => socket.emitWithAck('probe.greet', { name: 'x' }) as Promise<{ ok: boolean; error?: { code: string } }>));
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(200);
    expect(answers.some(({ error }) => error?.code === 'request.rate_limited')).toBe(true);
    socket.close();
  });
});

describe('mail', () => {
  const mail = { to: 'aino@example.fi', subject: 'Kutsu', text: 'Hei', messageId: 'probe-1@neuvo.test' };

  it('arrives with its Message-ID and the invitation', async () => {
    const ical = { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n' } as const;
    await system.worker!.get(MailTransport, { strict: false }).send({ ...mail, ical });
    const got = await system.mails.waitFor(({ messageId }) => messageId.includes('probe-1'));
    expect(got).toMatchObject({ subject: 'Kutsu', calendar: { method: 'REQUEST' } });
  });

  it('refuses an address that is more than one', async () => {
    await expect(system.worker!.get(MailTransport, { strict: false }).send({ ...mail, to: 'a@example.fi,b@example.fi' })).rejects.toMatchObject({ code: 'EENVELOPE' });
  });
});
