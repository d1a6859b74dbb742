import { AccountsService } from '@app/accounts';
import { Database } from '@app/platform';
import { organisationId, seedReference } from '@app/reference';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSystem, type TestSystem } from '../support/system.js';

const password = 'correct horse battery staple';

let system: TestSystem;
let database: Database;

beforeAll(async () => {
  system = await openSystem({ worker: false, env: { DEMO: 'true' } });
  database = system.api.get(Database, { strict: false });
  await database.transaction(seedReference);
}, 60_000);
afterAll(() => system.close());

async function makePerson(email: string, role: 'professional' | 'expert' | 'admin' = 'professional', demo = false): Promise<string> {
  const accounts = system.api.get(AccountsService, { strict: false });
  return database.transaction((tx) =>
    accounts.create(tx, {
      email,
      password,
      name: `Person ${email.split('@')[0]}`,
      professionCode: 'SW',
      organisationId: organisationId('pirkanmaa'),
      demo,
      assignments: [{ role, centreId: null }],
    }),
  );
}

describe('signing in', () => {
  it('gives a session that knows the person, and ends with signing out', async () => {
    await makePerson('one@example.test');
    const client = system.client();
    const signedIn = await client.post('/api/sessions', { email: ' ONE@example.test ', password });
    expect(signedIn.status).toBe(201);
    expect(signedIn.body.person).toMatchObject({ email: 'one@example.test', organisation: { name: { fi: 'Pirkanmaa' } } });
    expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    expect(JSON.stringify(signedIn.body)).not.toContain(client.cookie.split('=')[1]);

    expect((await client.get('/api/me')).body.assignments).toEqual([{ role: 'professional', centre: null }]);
    expect((await client.delete('/api/sessions/current')).status).toBe(204);
    expect((await client.get('/api/me')).status).toBe(401);
  });

  it('keeps no usable token in the database', async () => {
    await makePerson('hashed@example.test');
    const client = system.client();
    await client.post('/api/sessions', { email: 'hashed@example.test', password });
    const token = client.cookie.split('=')[1] ?? '';
    const { rows } = await system.database.query<{ dump: string }>(`SELECT string_agg(session::text, ' ') AS dump FROM session`);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(rows[0]?.dump).not.toContain(token);
  });

  it('answers a wrong password and an unknown address alike, and limits the tries of one client per account', async () => {
    await makePerson('guessed@example.test');
    const client = system.client();
    const wrong = await client.post('/api/sessions', { email: 'guessed@example.test', password: 'wrong' });
    const unknown = await client.post('/api/sessions', { email: 'nobody@example.test', password: 'wrong' });
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    for (let tries = 0; tries < 9; tries += 1) await client.post('/api/sessions', { email: 'guessed@example.test', password: 'wrong' });
    const limited = await client.post('/api/sessions', { email: 'guessed@example.test', password });
    expect(limited.status).toBe(429);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await client.post('/api/sessions', { email: 'one@example.test', password })).status).toBe(201);
  });

  it('takes the longest address there may be for an unknown one', async () => {
    const answer = await system.client().post('/api/sessions', { email: `${'a'.repeat(240)}@example.test`, password: 'wrong' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'session.bad_credentials' } });
  });

  it('ends after half an hour without use, and after twelve hours whatever happens', async () => {
    await makePerson('idle@example.test');
    const client = system.client();
    await client.post('/api/sessions', { email: 'idle@example.test', password });
    system.clock.advance({ minutes: 29 });
    expect((await client.get('/api/me')).status).toBe(200);
    system.clock.advance({ minutes: 29 });
    expect((await client.get('/api/me')).status).toBe(200);
    system.clock.advance({ minutes: 31 });
    expect((await client.get('/api/me')).status).toBe(401);

    await client.post('/api/sessions', { email: 'idle@example.test', password });
    for (let quarter = 0; quarter < 47; quarter += 1) {
      system.clock.advance({ minutes: 15 });
      expect((await client.get('/api/me')).status).toBe(200);
    }
    system.clock.advance({ minutes: 16 });
    expect((await client.get('/api/me')).status).toBe(401);
  });

  it('everywhere at once ends the other sessions and their sockets', async () => {
    await makePerson('two@example.test');
    const [here, there] = [system.client(), system.client()];
    await here.post('/api/sessions', { email: 'two@example.test', password });
    await there.post('/api/sessions', { email: 'two@example.test', password });
    const socket = await there.connect();
    const closed = new Promise((resolve) => socket.once('disconnect', resolve));
    expect((await here.delete('/api/sessions')).status).toBe(204);
    await closed;
    expect((await there.get('/api/me')).status).toBe(401);
    socket.close();
  });

  it('stops at once for a person who is disabled', async () => {
    const id = await makePerson('left@example.test');
    const client = system.client();
    await client.post('/api/sessions', { email: 'left@example.test', password });
    await system.database.query('UPDATE person SET disabled_at = $1 WHERE id = $2', [system.clock.now(), id]);
    expect((await client.get('/api/me')).status).toBe(401);
    expect((await client.post('/api/sessions', { email: 'left@example.test', password })).status).toBe(401);
  });
});

describe('the demo', () => {
  it('lists fictional people only, and lets nobody else in without a password', async () => {
    await makePerson('fiction@example.test', 'professional', true);
    const client = system.client();
    const { items } = (await client.get('/api/demo/people')).body;
    expect(items.map((one: { email: string }) => one.email)).toEqual(['fiction@example.test']);
    expect((await client.post('/api/demo/sessions', { email: 'one@example.test' })).status).toBe(404);
    expect((await client.post('/api/demo/sessions', { email: 'fiction@example.test' })).status).toBe(201);
  });
});

describe('own settings', () => {
  it('refuse unknown keys, zones and languages, naming all of them', async () => {
    const client = system.client();
    await client.post('/api/sessions', { email: 'one@example.test', password });
    const refused = await client.patch('/api/me', { role: 'admin', language: 'de', timeZone: 'Mars/Olympus' });
    expect(refused.status).toBe(400);
    expect(refused.body.fields.map((field: { path: string }) => field.path).sort()).toEqual(['language', 'role', 'timeZone']);
    const changed = await client.patch('/api/me', { language: 'sv', timeZone: 'Asia/Kathmandu' });
    expect(changed.body.person).toMatchObject({ language: 'sv', timeZone: 'Asia/Kathmandu' });
  });
});

describe('the directory', () => {
  it('is closed to administrators and finds colleagues by a part of the name', async () => {
    await makePerson('admin@example.test', 'admin');
    await makePerson('percent_100%@example.test');
    const admin = system.client();
    await admin.post('/api/sessions', { email: 'admin@example.test', password });
    expect((await admin.get('/api/people?q=Person')).status).toBe(403);

    const client = system.client();
    await client.post('/api/sessions', { email: 'one@example.test', password });
    expect((await client.get('/api/people?q=person%20hash')).body.items).toMatchObject([{ name: 'Person hashed' }]);
    expect((await client.get('/api/people?q=100%25')).body.items).toMatchObject([{ name: 'Person percent_100%' }]);
    expect((await client.get('/api/people')).body.fields).toMatchObject([{ path: 'q' }]);
  });
});
