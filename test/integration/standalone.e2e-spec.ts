import { afterEach, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { Client } from 'pg';
import { lockInstance, refuseSecondInstance } from '../../apps/standalone/src/instance-lock.js';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { startLiveKit, type LiveKitOptions } from '../../apps/standalone/src/services/livekit.js';
import { findLiveKit } from '../../apps/standalone/src/services/livekit-finder.js';
import { startMailCatcher } from '../../apps/standalone/src/services/mail-catcher.js';
import { startMailPage } from '../../apps/standalone/src/services/mail-page.js';
import { freePort } from '../../apps/standalone/src/services/ports.js';
import { startPostgres } from '../../apps/standalone/src/services/postgres.js';
import { commandOf } from '../../apps/standalone/src/services/processes.js';
import { readSettings } from '../../apps/standalone/src/settings.js';

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (let next = cleanups.pop(); next; next = cleanups.pop()) await next();
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'neuvo-standalone-'));
  // Reachable for the user that PostgreSQL runs as when the tests run as root.
  chmodSync(folder, 0o755);
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function query(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  it('keeps its data after a kill −9, and ends a server that outlived its parent', async () => {
    const dir = join(temporaryFolder(), 'data');
    const first = await startPostgres({ dir });
    await query(first.url('owner'), 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.kill();

    const second = await startPostgres({ dir, port: first.port });
    expect(await query(second.url('owner'), 'SELECT one FROM kept')).toEqual([{ one: 1 }]);

    const third = await startPostgres({ dir });
    cleanups.push(() => third.stop());
    expect(commandOf(second.pid)).toBeUndefined();
    expect(await query(third.url('owner'), 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('is not misled by a pid file that names another program', async () => {
    const dir = join(temporaryFolder(), 'data');
    const first = await startPostgres({ dir });
    await first.stop();
    writeFileSync(join(first.folder, 'postgres-18', 'postmaster.pid'), `${process.pid}\n${dir}\n`);
    const second = await startPostgres({ dir });
    cleanups.push(() => second.stop());
    expect(commandOf(process.pid)).toBeDefined();
    expect(second.pid).not.toBe(process.pid);
  });

  it('gives the runtime role no right to change the schema', async () => {
    const postgres = await startPostgres({ dir: join(temporaryFolder(), 'data'), ephemeral: true });
    cleanups.push(() => postgres.stop());
    await expect(query(postgres.url('app'), 'CREATE TABLE forbidden ()')).rejects.toThrow(/permission denied/);
    await expect(query(postgres.url('owner'), 'CREATE EXTENSION btree_gist')).resolves.toEqual([]);
  });

  it('removes an ephemeral folder when it stops', async () => {
    const dir = join(temporaryFolder(), 'data');
    const postgres = await startPostgres({ dir, ephemeral: true });
    await postgres.stop();
    expect(existsSync(postgres.folder)).toBe(false);
  });
});

describe('finding LiveKit', () => {
  it('obeys LIVEKIT_SERVER_BIN before PATH, PATH before the cache, and says why there is none', async () => {
    const folder = temporaryFolder();
    const program = (name: string): string => {
      const path = join(folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, '#!/bin/sh\n');
      chmodSync(path, 0o755);
      return path;
    };
    expect(await findLiveKit({ PATH: join(folder, 'bin') }, folder)).toMatchObject({ kind: 'none' });
    const cached = program('livekit/v1.13.5/server');
    expect(await findLiveKit({ PATH: join(folder, 'bin') }, folder)).toMatchObject({ path: cached, origin: 'cache' });
    const onPath = program('bin/livekit-server');
    expect(await findLiveKit({ PATH: join(folder, 'bin') }, folder)).toMatchObject({ path: onPath, origin: 'PATH' });
    const named = program('own');
    expect(await findLiveKit({ PATH: join(folder, 'bin'), LIVEKIT_SERVER_BIN: named }, folder)).toMatchObject({ path: named });
    await expect(findLiveKit({ LIVEKIT_SERVER_BIN: '/nowhere' }, folder)).rejects.toThrow(/LIVEKIT_SERVER_BIN/);
  });

  it('uses the fallback folder when there is no home', () => {
    const fallback = join(temporaryFolder(), 'cache');
    expect(cacheFolder({}, fallback)).toBe(fallback);
    expect(cacheFolder({ HOME: '' }, fallback)).toBe(fallback);
    expect(cacheFolder({ HOME: '/nonexistent' }, fallback)).toBe(fallback);
  });
});

const livekit = process.env.LIVEKIT_URLS === 'none' ? undefined : await findLiveKit(process.env, cacheFolder(process.env, join(tmpdir(), 'neuvo-cache')));
const binary = livekit?.kind === 'binary' ? livekit.path : undefined;

(binary ? describe : describe.skip)('the LiveKit server', () => {
  const options = (restartDelayMs: number): LiveKitOptions => ({ binary: binary ?? '', dir: temporaryFolder(), key: 'test', secret: 's'.repeat(40), restartDelayMs });

  it('comes back after a crash', async () => {
    const server = await startLiveKit(options(50));
    cleanups.push(() => server.stop());
    await server.ready;
    const crashed = server.pid();
    await server.kill();
    for (let tries = 0; tries < 100 && (server.pid() ?? crashed) === crashed; tries += 1) await sleep(50);
    expect(server.pid()).not.toBe(crashed);
  });

  it('is ended by the next start when its parent was killed', async () => {
    const settings = options(60_000);
    const orphan = await startLiveKit(settings);
    cleanups.push(() => orphan.stop());
    await orphan.ready;
    const pid = orphan.pid() as number;
    const next = await startLiveKit(settings);
    cleanups.push(() => next.stop());
    await next.ready;
    expect(commandOf(pid)).toBeUndefined();
  });
});

describe('the mail catcher', () => {
  const mail = {
    from: 'neuvo@demo.neuvo.test',
    to: 'sanna.makela@demo.neuvo.test',
    subject: 'Kutsu äö',
    text: 'Vastaa: http://localhost/x',
    html: '<script>alert(1)</script><p>Vastaa</p>',
    icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n' },
  };

  it('takes a mail over SMTP, shows its parts, and still has it after a restart', async () => {
    const file = join(temporaryFolder(), 'mails.ndjson');
    const first = await startMailCatcher({ file });
    const expected = first.waitFor(({ subject }) => subject === 'Kutsu äö');
    await createTransport(first.url).sendMail(mail);
    expect(await expected).toMatchObject({ to: [mail.to], text: expect.stringContaining('Vastaa'), calendar: { method: 'REQUEST' } });
    await first.stop();
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"half":`);

    const second = await startMailCatcher({ file });
    cleanups.push(() => second.stop());
    expect(second.messages().map(({ subject }) => subject)).toEqual(['Kutsu äö']);
  });

  it('runs no script of a mail and shows nothing to a foreign host name', async () => {
    const catcher = await startMailCatcher();
    const page = await startMailPage(catcher, await freePort());
    cleanups.push(() => page.stop(), () => catcher.stop());
    await createTransport(catcher.url).sendMail(mail);
    const body = await fetch(`${page.url}mails/1/html`);
    expect(body.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/);
    const view = await (await fetch(`${page.url}mails/1`)).text();
    expect(view).toContain('Kutsu äö');
    expect(view).not.toContain('<script>alert');
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => request(page.url, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode)).end());
    expect(status).toBe(403);
  });

  it('refuses a mail with the code that the test wants', async () => {
    const catcher = await startMailCatcher({
      onMail: () => {
        throw Object.assign(new Error('try later'), { responseCode: 450 });
      },
    });
    cleanups.push(() => catcher.stop());
    await expect(createTransport(catcher.url).sendMail(mail)).rejects.toMatchObject({ responseCode: 450 });
    expect(catcher.messages()).toEqual([]);
  });
});

describe('starting', () => {
  it('refuses a port that is no port, and LiveKit servers without key and secret', () => {
    expect(() => readSettings({ PORT: 'http' })).toThrow(/PORT/);
    expect(() => readSettings({ LIVEKIT_URLS: 'wss://sfu.example' })).toThrow(/LIVEKIT_API_KEY/);
    expect(readSettings({ DATABASE_URL: 'postgres://a@b/c' }).database).toEqual({ url: 'postgres://a@b/c', ownerUrl: 'postgres://a@b/c' });
  });

  it('is not held up by the lock of a process that is gone', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'standalone.json'), JSON.stringify({ pid: 2 ** 22 - 1, url: 'http://localhost:1' }));
    expect(() => refuseSecondInstance(folder)).not.toThrow();
    const release = lockInstance(folder, 'http://localhost:2');
    expect(JSON.parse(readFileSync(join(folder, 'standalone.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    release();
    expect(existsSync(join(folder, 'standalone.json'))).toBe(false);
  });
});
