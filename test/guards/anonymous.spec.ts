import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeclarationCheck } from '../../libs/platform/src/access/declaration-check.js';
import type { RouteMetadata } from '../../libs/platform/src/access/route.decorator.js';
import { openSystem, type TestSystem } from '../support/system.js';

const page = '<!doctype html><title>The web client</title>';
const id = '01900000-0000-7000-8000-000000000000';

let system: TestSystem;
let webDir: string;
let routes: RouteMetadata[];

beforeAll(async () => {
  webDir = mkdtempSync(join(tmpdir(), 'neuvo-web-'));
  writeFileSync(join(webDir, 'index.html'), page);
  system = await openSystem({ worker: false, env: { WEB_DIR: webDir } });
  routes = system.api.get(DeclarationCheck, { strict: false }).routes();
}, 60_000);
afterAll(async () => {
  await system?.close();
  rmSync(webDir, { recursive: true });
});

const closed = () => routes.filter(({ policy }) => policy !== 'public').map(({ route }) => ({ method: route.method, path: route.path.replace(':id', id).replace(':section', 'tried') }));

/** Other spellings of a path that a router may take for the same. */
function spellings(path: string): string[] {
  const [, api = '', rest = ''] = /^\/(api)\/(.*)$/.exec(path) ?? [];
  return [
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `//${api}//${rest}`,
    `/${api}//${rest}`,
    `/./${api}/${rest}`,
    `/${api}/./${rest}`,
    `/${api}/%2e/${rest}`,
    `/${api}/health/../${rest}`,
    `/${api}/health/%2e%2e/${rest}`,
    `/${api}/health/live/..%2f..%2f${rest}`,
    `/${api}%2f${rest}`,
    `/%61pi/${rest}`,
    `/${api}\\${rest}`,
    path.toUpperCase(),
    `/API/${rest}`,
    `${path};x=1`,
    `${path}%00`,
    `${path}%20`,
    `${path}.json`,
    `${path}?session=${id}`,
    `http://other.invalid${path}`,
  ];
}

/** Sends exactly this path, without a session. */
function send(method: string, path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(system.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, agent: false, headers: { origin: system.url } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('somebody without a session', () => {
  it('is told to sign in by every route that is not public', async () => {
    expect(closed().length).toBeGreaterThan(20);
    for (const { method, path } of closed()) {
      const { status, body } = await send(method, path);
      expect({ path, status, code: JSON.parse(body).code }).toEqual({ path, status: 401, code: 'session.required' });
    }
  });

  it('finds no other spelling and no other method that opens a route', async () => {
    const opened: string[] = [];
    for (const { method, path } of closed()) {
      const tries = [...spellings(path).map((spelling) => [method, spelling]), ...['HEAD', 'OPTIONS', 'PUT', 'GET', 'POST', 'PATCH', 'DELETE'].map((other) => [other, path])];
      const answers = await Promise.all(tries.map(async ([verb = '', spelling = '']) => ({ verb, spelling, ...(await send(verb, spelling)) })));
      // Outside /api, however that is spelt, the web client's page answers, and nothing else.
      const meansApi = (spelling: string) => /^\/+api\//i.test(spelling);
      for (const { verb, spelling, status, body } of answers) if (status < 400 && (meansApi(spelling) || (body !== page && verb !== 'HEAD'))) opened.push(`${verb} ${spelling}: ${status} ${body.slice(0, 80)}`);
    }
    expect(opened).toEqual([]);
  }, 60_000);

  it('is not let onto the sockets', async () => {
    await expect(system.client().connect()).rejects.toMatchObject({ message: 'session.required' });
    await expect(system.client('session=forged').connect()).rejects.toMatchObject({ message: 'session.required' });
  });
});
