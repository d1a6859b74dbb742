import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { findChromium, launchChromium } from '../../apps/standalone/src/services/chromium.js';
import type { Sitting } from './sittings.js';
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

export function openBrowser({ stops }: Stack, root: string): Promise<Browser> {
  const program = findChromium(process.env, cacheFolder(process.env, join(root, '.cache')));
  return stops.hold(launchChromium(program, process.env), (browser) => browser.close());
}

/** Somebody with the meeting page of the product. */
export async function openProduct(browser: Browser, stack: Stack, root: string, { consultationId, people }: Sitting, seat: number): Promise<Joiner> {
  const context = await watchedContext(browser, root);
  await context.addCookies([{ name: stack.cookieName, value: people[seat]!.token, url: stack.origin }]);
  const page = await context.newPage();
  return joiner(page, `${stack.origin}/consultations/${consultationId}/meeting`, '[data-lobby="check"] .meeting-actions button', '[data-own-preview]');
}

/** A window that notes clicks and frames for `joinTime` and `untilAllSeen`. */
export async function watchedContext(browser: Browser, root: string): Promise<BrowserContext> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  await context.addInitScript({ path: join(root, 'test/stack/page/watch.js') });
  return context;
}

/** @param button what joins @param ready what is there once it can be clicked */
export function joiner(page: Page, address: string, button: string, ready: string): Joiner {
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
  await one.page.waitForFunction(() => Object.values((globalThis as unknown as { frameWatch: Watch }).frameWatch.frames).some((frames) => frames.length > 0), undefined, { polling: 50, timeout: patienceMs }).catch(() => undefined);
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
  return page.evaluate(() => (globalThis as unknown as { frameWatch: Watch }).frameWatch);
}
