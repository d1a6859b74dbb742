import { createServer, type Server } from 'node:http';
import { createReadStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { AccessToken } from 'livekit-server-sdk';
import type { RunningLiveKit } from '../../apps/standalone/src/services/livekit.js';
import { joiner, type Joiner, watchedContext } from '../stack/meeting-pages.js';

/** Somebody with a page that is livekit-client and nothing else. */
export async function openBare(browser: Browser, origin: string, root: string, livekit: RunningLiveKit, room: string, identity: string): Promise<Joiner> {
  const page = await (await watchedContext(browser, root)).newPage();
  const token = new AccessToken(livekit.key, livekit.secret, { identity, ttl: 3_600 });
  token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
  const hash = encodeURIComponent(JSON.stringify({ url: livekit.url, token: await token.toJwt() }));
  return joiner(page, `${origin}/bare.html#${hash}`, 'button:enabled', 'button:enabled');
}

/** Serves the page of the peer. */
export async function serveBarePage(root: string): Promise<{ origin: string; stop(): void }> {
  const files: Readonly<Record<string, readonly [string, string]>> = {
    '/bare.html': ['test/bench/page/bare.html', 'text/html'],
    '/bare.js': ['test/bench/page/bare.js', 'text/javascript'],
    '/livekit-client.js': ['node_modules/livekit-client/dist/livekit-client.esm.mjs', 'text/javascript'],
  };
  const server: Server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file[1], 'cache-control': 'max-age=3600' });
    createReadStream(join(root, file[0])).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
