import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { events, outsideRulesDetails, problem, routes, slotTakenDetails, timeAmbiguousDetails, timeNonexistentDetails } from '@app/contracts';
import { allRoutes } from '@app/platform';
import { type Member, Scene } from '../support/consultation-scene.js';

let scene: Scene;
let owner: Member;
let caseId: string;
let before: unknown;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
  owner = scene.owner;
  caseId = await scene.openCase(owner);
  before = await everything();
}, 120_000);
afterAll(() => scene?.close());

/** What would tell more than the problem itself: traces, SQL, paths, names of packages. */
const leaks = /node_modules|\bat .+:\d+:\d+|\.[jt]s\b|SELECT |INSERT |UPDATE |SQLSTATE|QueryFailed|ZodError|SyntaxError|Unexpected token|Cannot (GET|POST|PUT)|"stack"/;

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly fields: string[];
}

/** Sends a write as the owner, with the body exactly as given. */
async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}, method = 'POST'): Promise<Refusal> {
  const request: RequestInit = {
    method,
    headers: withoutEmpty({ origin: scene.system.url, cookie: owner.client.cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers }),
    body: typeof body === 'string' ? body : new Uint8Array(body),
  };
  return read(await fetch(scene.system.url + path, request));
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Refusal> {
  return read(await fetch(scene.system.url + path, { headers: { cookie: owner.client.cookie, ...headers } }));
}

/** Every refusal is a problem document that tells nothing about the inside. */
async function read(response: Response): Promise<Refusal> {
  const text = await response.text();
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({ status: expect.any(Number), type: expect.stringMatching(/^application\/problem\+json/) });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(leaks.exec(text)?.[0]).toBeUndefined();
  const { status, code, fields } = problem.parse(JSON.parse(text));
  expect(status).toBe(response.status);
  return { status, code, fields: (fields ?? []).map(({ path }) => path).toSorted() };
}

const withoutEmpty = (headers: Record<string, string>) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
const caseBody = { title: 'Koulu', question: 'Miten?', themes: ['T11'], ageBand: '7-9', county: 'keski-suomi', language: 'fi' };
const bookingBody = () => ({ caseId, participants: [{ personId: scene.expert.id, required: true }], start: { local: '2027-03-09T10:00', timeZone: 'Europe/Helsinki' }, durationMinutes: 60 });
const writes = () => allRoutes.filter(({ body, method }) => body && method !== 'GET').map((route) => ({ ...route, path: route.path.replace(':id', caseId).replace(':section', 'tried').replace(':feedId', caseId) }));

describe('a body that cannot be read', () => {
  it.each([
    ['nothing', '', 'request.invalid', 400],
    ['half a document', '{"title":', 'request.malformed', 400],
    ['no JSON', '<xml/>', 'request.malformed', 400],
    ['null', 'null', 'request.invalid', 400],
    ['a number beyond numbers', '1e400', 'request.invalid', 400],
    ['a list', '[]', 'request.invalid', 400],
    ['a text', '"x"', 'request.invalid', 400],
    ['lists in lists', '['.repeat(100_000) + ']'.repeat(100_000), 'request.invalid', 400],
    ['objects in objects', '{"a":'.repeat(40_000) + '1' + '}'.repeat(40_000), 'request.invalid', 400],
    ['a million keys', `{${Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join()}}`, 'request.too_large', 413],
    ['a broken encoding', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'request.invalid', 400],
  ])('is refused by every route: %s', async (_what, body, code, status) => {
    const large = body.length > 1_000_000;
    for (const { method, path, idempotent } of large ? writes().slice(0, 2) : writes()) {
      const answer = await send(path, body, idempotent ? {} : { 'idempotency-key': '' }, method);
      expect({ path, status: answer.status, code: answer.code }).toEqual({ path, status, code });
    }
  }, 60_000);

  it('is refused at a hundred megabytes, packed or not', async () => {
    const large = Buffer.alloc(100_000_000, 0x20);
    // The server answers and hangs up; a client that is still sending may see the one or the other.
    const sent = await send('/api/cases', large).catch(() => ({ status: 413 }));
    expect(sent.status).toBe(413);
    expect(await send('/api/cases', gzipSync(large), { 'content-encoding': 'gzip' })).toMatchObject({ status: 413, code: 'request.too_large' });
  }, 30_000);

  it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['application/json; charset=latin1'], ['']])('is refused as %j', async (type) => {
    expect(await send('/api/cases', Buffer.from(JSON.stringify(caseBody)), { 'content-type': type })).toMatchObject({ status: 415, code: 'request.unsupported_type' });
  });

  it('is refused in an unknown packing', async () => {
    expect(await send('/api/cases', '{}', { 'content-encoding': 'rot13' })).toMatchObject({ status: 415 });
    expect(await send('/api/cases', 'no gzip', { 'content-encoding': 'gzip' })).toMatchObject({ status: 400, code: 'request.malformed' });
  });
});

describe('a body with wrong fields', () => {
  it('is refused with every field named', async () => {
    const wrong = { title: 7, question: 'a\u0000b', themes: ['T11', 'x'], ageBand: 'old', county: '\ud800', language: 'de', sections: { hopes: [], other: 1 }, admin: true };
    expect(await send('/api/cases', JSON.stringify(wrong))).toEqual({
      status: 400,
      code: 'request.invalid',
      fields: ['admin', 'ageBand', 'county', 'language', 'question', 'sections.hopes', 'sections.other', 'themes.1', 'title'],
    });
    const nobody = { ...bookingBody(), participants: [{ personId: 'x' }, { personId: scene.expert.id, boss: true }], start: { local: '9.00', timeZone: 'Mars' }, durationMinutes: Infinity, override: { reason: '' } };
    expect(await send('/api/consultations', JSON.stringify(nobody).replace('"durationMinutes":null', '"durationMinutes":1e400'))).toEqual({
      status: 400,
      code: 'request.invalid',
      fields: ['durationMinutes', 'override.reason', 'participants.0.personId', 'participants.1.boss', 'start.local', 'start.timeZone'],
    });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('is refused with the key %s, at every depth', async (key) => {
    expect(await send('/api/cases', JSON.stringify(caseBody).replace('{', `{"${key}":{"admin":true},`))).toMatchObject({ status: 400, fields: [key] });
    expect(await send('/api/cases', JSON.stringify({ ...caseBody, sections: {} }).replace('"sections":{', `"sections":{"${key}":1`))).toMatchObject({ status: 400, fields: [`sections.${key}`] });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['\u0000', '\ud800', '\udc00', '\udfff\ud800'])('is refused with %j in a text, a key or a query', async (character) => {
    expect(await send(`/api/cases/${caseId}/sections/tried`, JSON.stringify({ version: 1, text: `a${character}b` }), {}, 'PATCH')).toMatchObject({ status: 400, fields: ['text'] });
    expect((await send('/api/cases', JSON.stringify({ ...caseBody, [`a${character}`]: 1 }))).status).toBe(400);
  });

  it('is refused with a version that no row can have', async () => {
    for (const version of [0, -1, 1.5, 2 ** 31, 99_999_999_999, 2 ** 53, '1']) {
      expect(await send(`/api/cases/${caseId}`, JSON.stringify({ version, title: 'x' }), {}, 'PATCH')).toMatchObject({ status: 400, fields: ['version'] });
      expect(await send(`/api/cases/${caseId}/sections/tried`, JSON.stringify({ version, text: 'x' }), {}, 'PATCH')).toMatchObject({ status: 400, fields: ['version'] });
    }
  });

  it.each(['\n', '\r', '\r\n', '\u2028', '\u2029'])('is refused with lines parted by %j: a fourth question, a second line of the title', async (end) => {
    expect(await send('/api/cases', JSON.stringify({ ...caseBody, question: ['a', 'b', 'c', 'd'].join(end), title: `a${end}b` }))).toMatchObject({ status: 400, fields: ['question', 'title'] });
  });

  it.each(['\u0007', '\u0008', '\u001b', '\u0085'])('is refused with the control character %j in a line', async (character) => {
    expect(await send('/api/cases', JSON.stringify({ ...caseBody, title: `a${character}b` }))).toMatchObject({ status: 400, fields: ['title'] });
  });

  it('is refused with a query of a wrong shape', async () => {
    for (const query of ['?q=a&q=b', '?q=', '?q=%00', '?unknown=1', '?__proto__=1', '?constructor[prototype]=1', `?q=${'x'.repeat(3_000)}`]) {
      expect({ query, ...(await get(`/api/people${query}`)) }).toMatchObject({ query, status: 400, code: 'request.invalid' });
    }
    for (const cursor of ['x', '%7B%7D', 'eyJhIjoxfQ', `${'A'.repeat(500)}`]) {
      for (const list of ['cases', 'consultations', 'notifications', 'experts']) expect({ list, ...(await get(`/api/${list}?cursor=${cursor}`)) }).toMatchObject({ list, status: 400, fields: ['cursor'] });
    }
    for (const day of ['2027-02-31', '2027-13-01', '0000-01-01', '+010000-01-01', '-000001-01-01']) {
      const cursor = Buffer.from(JSON.stringify([`${day}T00:00:00.000Z`, randomUUID()])).toString('base64url');
      for (const list of ['cases', 'consultations']) expect({ day, list, ...(await get(`/api/${list}?cursor=${cursor}`)) }).toMatchObject({ day, list, status: 400, fields: ['cursor'] });
    }
  });
});

describe('an id that is none', () => {
  it.each(['x', '%00', '%ff', '%E0%A4%A', "';DROP TABLE person;--", '00000000-0000-0000-0000-000000000000'])('is not found: %s', async (id) => {
    for (const route of allRoutes.filter(({ params }) => params)) {
      const days = route === routes.availability.preview ? '?from=2027-03-08&to=2027-03-12' : '';
      const path = route.path.replace(':id', id).replace(':section', 'tried').replace(':feedId', id) + days;
      const answer = route.method === 'GET' ? await get(path) : await send(path, JSON.stringify(valid(route.path)), {}, route.method);
      expect({ path, ...answer }).toMatchObject({ path, status: /%ff|%E0/.test(id) ? expect.any(Number) : 404 });
    }
  });

  it('is not found as a section', async () => {
    for (const section of ['title', 'x', '__proto__', '%00']) {
      expect(await send(`/api/cases/${caseId}/sections/${section}`, JSON.stringify({ version: 1, text: '' }), {}, 'PATCH')).toMatchObject({ status: 404 });
    }
  });

  it('is answered like the id of something one may not see', async () => {
    const foreign = await scene.openCase(scene.outsider);
    const [hidden, unknown] = await Promise.all([get(`/api/cases/${foreign}`), get(`/api/cases/${randomUUID()}`)]);
    expect(hidden).toEqual(unknown);
    before = await everything();
  });
});

describe('a request from elsewhere', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1.evil.example' }],
    [{ origin: '' }],
    [{ origin: '', 'sec-fetch-site': 'cross-site' }],
    [{ origin: '', 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site' }],
  ])('cannot write: %j', async (headers) => {
    for (const { method, path } of writes()) expect(await send(path, JSON.stringify({}), headers as unknown as Record<string, string>, method)).toMatchObject({ status: 403, code: 'request.cross_site' });
  });

  it('has no session with a broken cookie', async () => {
    for (const cookie of ['', 'x', '=', ';;;', `${owner.client.cookie.split('=')[0]}=%E0%A4%A`, `${owner.client.cookie.split('=')[0]}=${'x'.repeat(4_000)}`, `${owner.client.cookie}x`]) {
      expect(await get('/api/me', { cookie })).toMatchObject({ status: 401, code: 'session.required' });
    }
  });

  it('needs a readable idempotency key', async () => {
    expect(await send('/api/consultations', JSON.stringify(bookingBody()), { 'idempotency-key': '' })).toMatchObject({ status: 400, code: 'request.idempotency_key_missing' });
    expect(await send('/api/consultations', JSON.stringify(bookingBody()), { 'idempotency-key': 'x'.repeat(201) })).toMatchObject({ status: 400, fields: ['Idempotency-Key'] });
  });
});

describe('a time that cannot be', () => {
  const book = (changes: object) => scene.owner.client.post('/api/consultations', { ...bookingBody(), ...changes }, { 'idempotency-key': randomUUID() });
  const start = (local: string) => ({ start: { local, timeZone: 'Europe/Helsinki' } });

  it('is explained with what would do', async () => {
    const gap = await book(start('2027-03-28T03:30'));
    expect({ code: gap.body.code, details: timeNonexistentDetails.parse(gap.body) }).toMatchObject({ code: 'time.nonexistent', details: { nearest: { offset: '+03:00' } } });
    const doubled = await book(start('2027-10-31T03:30'));
    expect({ code: doubled.body.code, offsets: timeAmbiguousDetails.parse(doubled.body).candidates.map(({ offset }) => offset) }).toEqual({ code: 'time.ambiguous', offsets: ['+03:00', '+02:00'] });
    expect(await book(start('2027-02-28T10:00'))).toMatchObject({ status: 400, body: { code: 'time.past' } });
    for (const local of ['2027-02-30T10:00', '2027-13-01T10:00', '9999-99-99T99:99', '0000-01-01T00:00', '2027-03-09T24:00']) {
      expect({ local, ...(await book(start(local))) }).toMatchObject({ local, status: 400 });
    }
    const night = await book(start('2027-03-09T02:00'));
    expect({ status: night.status, rules: outsideRulesDetails.parse(night.body).reasons.map(({ rule }) => rule) }).toMatchObject({ status: 409, rules: expect.arrayContaining(['outside_hours']) });
    expect(await everything()).toEqual(before);
  });

  it('or is taken, is answered with free times', async () => {
    expect((await book({})).status).toBe(201);
    const taken = await book({});
    expect({ status: taken.status, code: taken.body.code }).toEqual({ status: 409, code: 'consultation.slot_taken' });
    expect(slotTakenDetails.parse(taken.body).alternatives.length).toBeGreaterThan(0);
    before = await everything();
  });
});

describe('a socket message', () => {
  it('with a bad payload is acknowledged with a problem, and one that is too large ends the connection', async () => {
    const socket = await owner.client.connect();
    try {
      for (const { name } of Object.values(events.meeting)) {
        for (const payload of [null, 'x', 7, [], {}, { consultationId: 'x' }, { consultationId: caseId, admin: true }, { consultationId: 'a\u0000' }, Buffer.from('x')]) {
          const answer = (await socket.timeout(5_000).emitWithAck(name, payload)) as { ok: boolean; error: unknown };
          expect({ name, payload, ok: answer.ok }).toEqual({ name, payload, ok: false });
          expect(leaks.exec(JSON.stringify(answer))?.[0]).toBeUndefined();
          expect(problem.parse(answer.error).status).toBeLessThan(500);
          // Fifty messages a second are allowed.
          await new Promise((resolve) => setTimeout(resolve, 21));
        }
      }
      const closed = new Promise((resolve) => socket.once('disconnect', resolve));
      socket.emit(events.meeting.say.name, { text: 'x'.repeat(70_000) });
      await closed;
    } finally {
      socket.close();
    }
  }, 30_000);
});

it('has changed nothing, and the server is well', async () => {
  expect(await everything()).toEqual(before);
  expect((await owner.get('/api/cases')).status).toBe(200);
  expect((await owner.get('/api/health/ready')).status).toBe(200);
});

/** Bodies that would do for a route with an id. */
function valid(path: string): object | undefined {
  const bodies: Record<string, object> = {
    [routes.cases.update.path]: { version: 1, title: 'x' },
    [routes.cases.updateSection.path]: { version: 1, text: 'x' },
    [routes.cases.addOwner.path]: { personId: scene.coOwner.id },
    [routes.consultations.move.path]: { version: 1, start: bookingBody().start },
    [routes.consultations.cancel.path]: { version: 1, reason: 'x' },
    [routes.consultations.respond.path]: { sequence: 0, answer: 'declined' },
    [routes.consultations.ticket.path]: { deviceSession: 'tab_00000001' },
    [routes.consultations.end.path]: { version: 1 },
    [routes.consultations.replace.path]: { version: 1, participationId: scene.expert.id, personId: scene.expert.id },
    [routes.holds.answer.path]: { answers: [{ timeId: scene.expert.id, answer: 'no' }] },
    [routes.holds.confirm.path]: { version: 1, timeId: scene.expert.id },
    [routes.holds.release.path]: { version: 1, reason: 'x' },
    [routes.availability.update.path]: { version: 0 },
    [routes.availability.addFeed.path]: { label: 'x', url: 'https://calendar.example/x.ics' },
    [routes.availability.refreshFeed.path]: {},
  };
  return bodies[path];
}

/** The number of rows of every table that a request could have written to; what reading leaves is left out. */
async function everything(): Promise<Record<string, number>> {
  const tables = ['person', 'assignment', 'case_header', 'case_content', 'case_section_history', 'case_grant', 'sitting', 'consultation', 'participation', 'calendar_entry', 'availability', 'calendar_feed', 'hold', 'hold_answer', 'need', 'outbox', 'idempotency_key', 'message', 'meeting_door'];
  const [counts] = await scene.query<Record<string, number>>(`SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join()}`);
  return counts ?? {};
}
