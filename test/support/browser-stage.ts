import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { DemoClient } from '../../apps/standalone/src/demo/demo-client.js';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { findChromium, launchChromium } from '../../apps/standalone/src/services/chromium.js';
import { findLiveKit } from '../../apps/standalone/src/services/livekit-finder.js';
import type { CaughtMail } from '../../apps/standalone/src/services/mail-store.js';
import { startStandaloneProcess, type StandaloneProcess } from '../../apps/standalone/src/services/standalone-process.js';
import { contextOptions, Visitor, type VisitorOptions } from './browser-visitor.js';
import { eventually } from './eventually.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, 'test/results');
const chromiumCache = cacheFolder(process.env, join(root, '.cache'));

/** The LiveKit server program that journeys with LiveKit use, or why there is none. */
export async function findMedia(): Promise<{ binary: string } | { why: string }> {
  if (process.env.LIVEKIT_URLS === 'none') return { why: 'LIVEKIT_URLS=none' };
  const found = await findLiveKit(process.env, chromiumCache);
  return found.kind === 'binary' ? { binary: found.path } : { why: found.kind === 'none' ? found.why : 'not built yet' };
}

/** The built product with a database of its own, and a browser for the people who use it. */
export class Stage {
  readonly #visitors: Visitor[] = [];

  private constructor(
    readonly standalone: StandaloneProcess,
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  /** @param env LIVEKIT_SERVER_BIN, or LIVEKIT_URLS=none */
  static async open(env: NodeJS.ProcessEnv): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'neuvo-journey-'));
    // Reachable for the user that PostgreSQL runs as when the tests run as root.
    chmodSync(folder, 0o755);
    const standalone = await startStandaloneProcess({ root, env, dataDir: join(folder, 'data') }, process.env);
    const browser = await launchChromium(findChromium(process.env, chromiumCache), process.env);
    return new Stage(standalone, browser, folder);
  }

  get origin(): string {
    return this.standalone.addresses[0] ?? '';
  }

  /** Somebody at a browser window of their own, not signed in yet. */
  async visitor(name: string, options: VisitorOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.open(name, this.origin, await this.browser.newContext(contextOptions(options)));
    this.#visitors.push(visitor);
    return visitor;
  }

  async signedIn(name: string, options: VisitorOptions = {}): Promise<Visitor> {
    return (await this.visitor(name, options)).signIn();
  }

  /** A demo person at the HTTP interface, for what a journey starts from. */
  client(address: string): Promise<DemoClient> {
    return DemoClient.signIn(this.origin, `${address}@demo.neuvo.test`);
  }

  async mails(): Promise<CaughtMail[]> {
    const answer = await fetch(`${this.standalone.mailUrl}mails.json`);
    return (await answer.json()) as CaughtMail[];
  }

  /** The first mail that fits, as soon as it has come. */
  async mail(what: string, fits: (mail: CaughtMail) => boolean, limitMilliseconds = 15_000): Promise<CaughtMail> {
    let found: CaughtMail | undefined;
    await eventually(async () => {
      const mails = await this.mails();
      found = mails.find(fits);
      if (!found) throw new Error(`No mail: ${what}. There are:\n${mails.map(({ to, subject }) => `${to.join()}: ${subject}`).join('\n')}`);
    }, limitMilliseconds);
    return found as CaughtMail;
  }

  /** Ends with the troubles of all pages, so that no journey passes over them. */
  assertNoTrouble(): void {
    const troubles = this.#visitors.flatMap((visitor) => visitor.troubles().map(({ at, text }) => `${visitor.name} at ${at}: ${text}`));
    if (troubles.length > 0) throw new Error(`Errors in the pages' consoles:\n${troubles.join('\n')}`);
  }

  /** Pictures, consoles and the server's output in test/results/failures. */
  async keepEvidence(journey: string): Promise<string> {
    const folder = join(results, 'failures', fileName(journey));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'server.txt'), this.standalone.output());
    for (const [index, visitor] of this.#visitors.entries()) {
      if (visitor.page.isClosed()) continue;
      const name = join(folder, `${index + 1}-${fileName(visitor.name)}`);
      await visitor.page.screenshot({ path: `${name}.png`, timeout: 5_000 }).catch(() => undefined);
      writeFileSync(`${name}.txt`, `${visitor.page.url()}\n${visitor.console()}\n`);
    }
    return folder;
  }

  /** Closes the windows of everybody, so that the next journey starts with fresh ones. */
  async closeVisitors(): Promise<void> {
    for (const visitor of this.#visitors.splice(0)) await visitor.context.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.standalone.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Folder for the pictures of screens. */
export function screensFolder(): string {
  const folder = join(results, 'screens');
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function fileName(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 80);
}
