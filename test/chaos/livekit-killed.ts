import type { Browser } from 'playwright-core';
import { type Joiner, openBrowser, openProduct, untilAllSeen } from '../stack/meeting-pages.js';
import { addPeople } from '../stack/people.js';
import { addSittings, admitAll } from '../stack/sittings.js';
import type { Stack } from '../stack/stack.js';
import { eventually } from '../support/eventually.js';
import type { Scenario } from './scenario.js';

const seats = 3;
const patienceMs = 20_000;
const back = ':is([data-state=live], [data-state=direct])';

interface Round {
  readonly seconds: number;
  readonly mode: string | null;
  readonly broken: readonly string[];
}

/** The media server dies under meetings of three, one of them muted; it stays away longer each time, at last longer than direct mode waits. */
export const livekitKilled: Scenario = async ({ stack, root, size }) => {
  await stack.worker.start();
  const browser = await openBrowser(stack, root);
  const rounds: Round[] = [];
  while (rounds.length < size.mediaKills && rounds.every(({ broken }) => broken.length === 0)) rounds.push(await loseServer(browser, stack, root));
  return {
    numbers: {
      'pages each': seats,
      kills: rounds.length,
      'until all saw each other again': rounds.map(({ seconds, mode }) => `${seconds.toFixed(1)} s (${mode})`).join(', '),
    },
    broken: rounds.flatMap(({ broken }) => broken),
  };
};

async function loseServer(browser: Browser, stack: Stack, root: string): Promise<Round> {
  await untilAnswering(stack.livekit!.url);
  const people = await addPeople(stack.database, seats, 'professional');
  const [sitting] = await addSittings(stack.database, [people], new Date(Date.now() + 5 * 60_000));
  await admitAll(stack.database, [sitting!]);
  const pages = await Promise.all(people.map((_, seat) => openProduct(browser, stack, root, sitting!, seat)));
  await meet(pages);
  const before = await microphones(pages);
  const killedAt = Date.now();
  await stack.livekit!.kill();
  const seconds = ((await untilBack(pages)) - killedAt) / 1000;
  const broken = seconds === Infinity ? [`not everybody of consultation ${sitting!.consultationId} sees the others again`] : [];
  await eventually(async () => {
    const after = await microphones(pages);
    if (after !== before) throw new Error(`microphones of consultation ${sitting!.consultationId} were ${before} and are ${after}`);
  }, patienceMs).catch((error: unknown) => broken.push(String(error)));
  const mode = await pages[0]!.page.getAttribute('.room', 'data-mode');
  await Promise.all(pages.map(({ page }) => page.context().close()));
  return { seconds, mode, broken };
}

async function untilAnswering(url: string): Promise<void> {
  await eventually(async () => void (await fetch(url.replace(/^ws/, 'http'))), patienceMs);
}

/** All come in through the video server and see each other; the second is muted. */
async function meet(pages: readonly Joiner[]): Promise<void> {
  const from = Date.now();
  await Promise.all(pages.map((one) => one.arrive()));
  for (const one of pages) await one.join();
  if ((await untilAllSeen(pages, from)) === Infinity) throw new Error('the meeting did not come about');
  await Promise.all(pages.map(({ page }) => page.waitForSelector('.room[data-mode=livekit][data-state=live]', { timeout: patienceMs })));
  const muted = pages[1]!.page;
  if (await muted.locator('[data-control=mic][data-on=true]').isVisible()) await muted.click('[data-control=mic]');
  await Promise.all(pages.map(({ page }) => page.waitForSelector('[data-mic=off]', { timeout: patienceMs })));
}

/** When everybody was shown frames of all others, after the room said that it was lost and is there again; or Infinity. */
async function untilBack(pages: readonly Joiner[]): Promise<number> {
  const allShow = (selector: string): Promise<unknown> => Promise.all(pages.map(({ page }) => page.waitForSelector(selector, { timeout: patienceMs })));
  try {
    await allShow(`.room:not(${back})`);
    await allShow(`.room${back}`);
  } catch {
    return Infinity;
  }
  return untilAllSeen(pages, Date.now());
}

/** Of everybody as everybody sees it, the own control included. */
async function microphones(pages: readonly Joiner[]): Promise<string> {
  const seen = await Promise.all(
    pages.map(({ page }) =>
      page.$$eval('[data-control=mic], [data-tile]', (found) => found.map(({ attributes }) => attributes.getNamedItem('data-on')?.value ?? `${attributes.getNamedItem('data-tile')?.value} ${attributes.getNamedItem('data-mic')?.value}`).sort()),
    ),
  );
  return JSON.stringify(seen);
}
