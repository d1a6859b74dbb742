import { createServer, type Server } from 'node:http';
import { createReadStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { AccessToken } from 'livekit-server-sdk';
import type { RunningLiveKit } from '../../apps/standalone/src/services/livekit.js';
import type { BenchSitting } from './sittings.js';
import type { Stack } from './stack.js';

const patienceMs = 20_000;

interface Watch {
  readonly clickedAt: number;
  /** Instants of all frames, by person. */
  readonly frames: Readonly<Record<string, readonly number[]>>;
}

/** A browser window of somebody who joins again and again; a context of its own, or frames come once a second. */
export interface Joiner {
  readonly page: Page;
  /** Loads the page anew and waits until the button can be clicked, camera and microphone open. */
  arrive(): Promise<void>;
  /** Clicks. */
  join(): Promise<void>;
  leave(): Promise<void>;
}

/** Somebody with the meeting page of the product. */
export async function openProduct(browser: Browser, stack: Stack, root: string, { consultationId, people }: BenchSitting, seat: number): Promise<Joiner> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  await context.addCookies([{ name: stack.cookieName, value: people[seat]!.token, url: stack.origin }]);
  await context.addInitScript({ path: join(root, 'test/bench/page/watch.js') });
  const page = await context.newPage();
  return joiner(page, `${stack.origin}/consultations/${consultationId}/meeting`, '[data-lobby="check"] .meeting-actions button', '[data-own-preview]');
}

/** Somebody with a page that is livekit-client and nothing else. */
export async function openBare(browser: Browser, origin: string, root: string, livekit: RunningLiveKit, room: string, identity: string): Promise<Joiner> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  await context.addInitScript({ path: join(root, 'test/bench/page/watch.js') });
  const page = await context.newPage();
  const token = new AccessToken(livekit.key, livekit.secret, { identity, ttl: 3_600 });
  token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
  const hash = encodeURIComponent(JSON.stringify({ url: livekit.url, token: await token.toJwt() }));
  return joiner(page, `${origin}/bare.html#${hash}`, 'button:enabled', 'button:enabled');
}

function joiner(page: Page, address: string, button: string, ready: string): Joiner {
  return {
    page,
    arrive: async () => {
      await page.goto('about:blank');
      await page.goto(address);
      await page.waitForSelector(ready, { timeout: patienceMs });
    },
    join: () => page.click(button, { timeout: patienceMs }),
    leave: async () => void (await page.goto('about:blank')),
  };
}

/** Milliseconds from the click to the first frame of somebody else; Infinity when none came. */
export async function joinTime(one: Joiner): Promise<number> {
  await one.join();
  await one.page.waitForFunction(() => Object.values((globalThis as unknown as { bench: Watch }).bench.frames).some((frames) => frames.length > 0), undefined, { polling: 50, timeout: patienceMs }).catch(() => undefined);
  const { clickedAt, frames } = await watchOf(one);
  return Math.min(Infinity, ...Object.values(frames).flat()) - clickedAt;
}

/** Waits until everybody has shown frames of all others after an instant; the last of the first frames, or Infinity. */
export async function untilAllSeen(all: readonly Joiner[], after: number): Promise<number> {
  const first = async (one: Joiner): Promise<number> => {
    const { frames } = await watchOf(one);
    const firsts = Object.values(frames).map((times) => times.find((time) => time > after) ?? Infinity);
    return firsts.length < all.length - 1 ? Infinity : Math.max(...firsts);
  };
  for (const giveUpAt = Date.now() + patienceMs; ; ) {
    const last = Math.max(...(await Promise.all(all.map(first))));
    if (last < Infinity || Date.now() > giveUpAt) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function watchOf({ page }: Joiner): Promise<Watch> {
  return page.evaluate(() => (globalThis as unknown as { bench: Watch }).bench);
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
