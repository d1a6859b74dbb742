import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Database, loadConfig, migrateDatabase } from '@app/platform';
import { seedReference } from '@app/reference';
import pg from 'pg';
import { startApi } from '../../apps/api/src/start-api.js';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { findLiveKit } from '../../apps/standalone/src/services/livekit-finder.js';
import { type RunningLiveKit, startLiveKit } from '../../apps/standalone/src/services/livekit.js';
import { freePort } from '../../apps/standalone/src/services/ports.js';
import { startPostgres } from '../../apps/standalone/src/services/postgres.js';
import { type Child, type Helper, startHelper, startProgram, untilReady } from './children.js';
import type { SinkOrders } from './sink.js';

export const mailConnections = 10;
export const databasePool = 20;

/** The system as production runs it, on this machine: each program a process of its own, PostgreSQL with its usual durability. */
export interface Stack {
  /** http://127.0.0.1:port of the API. */
  readonly origin: string;
  /** Connections of the bench itself, as the owner of the tables. */
  readonly database: pg.Pool;
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly sink: Helper<SinkOrders>;
  readonly smtpUrl: string;
  /** Undefined where no LiveKit server can be had. */
  readonly livekit: (RunningLiveKit & { readonly binary: string }) | undefined;
  readonly folder: string;
  /** Name of the session cookie. */
  readonly cookieName: string;
  /** Starts the worker unless it runs; orders that have piled up meanwhile are dropped. */
  startWorker(): Promise<void>;
  /** Runs another API in this process, on the same database, to look into it. */
  withApiInside<T>(work: (origin: string, cookieName: string) => Promise<T>): Promise<T>;
  /** Something more that must not outlive the bench. */
  onStop(stop: () => unknown): void;
  /** Stops everything, the last started first; the same however often it is asked. */
  stop(): Promise<void>;
}

/** Starts everything but the worker. When it fails half-way, what had started is stopped. */
export async function startStack(root: string): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'neuvo-bench-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })];
  const stopAll = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopAll());
  try {
    const postgres = await startPostgres({ dir: join(folder, 'postgres') });
    stops.push(() => rmSync(postgres.folder, { recursive: true, force: true }), () => postgres.stop());
    const sink = startHelper<SinkOrders>('./sink.js');
    stops.push(() => sink.stop());
    const smtpUrl = await sink.ask('listen');
    const port = await freePort();
    const livekit = await startOwnLiveKit(folder, port);
    if (livekit) stops.push(() => livekit.stop());

    const env = environment({ port, databaseUrl: postgres.url('app'), ownerUrl: postgres.url('owner'), smtpUrl, livekit, webFolder: join(root, 'dist/web') });
    await migrateDatabase(loadConfig(env).database);
    const database = new pg.Pool({ connectionString: postgres.url('owner'), max: databasePool });
    stops.push(() => database.end());
    const withApiInside: Stack['withApiInside'] = async (work) => {
      const insidePort = await freePort();
      const api = await startApi(loadConfig({ ...env, PORT: String(insidePort), PUBLIC_URL: `http://127.0.0.1:${insidePort}`, LOG_LEVEL: 'silent' }));
      try {
        await api.app.get(Database, { strict: false }).transaction(seedReference);
        return await work(api.url, `neuvo-${insidePort}`);
      } finally {
        await api.stop();
      }
    };
    await withApiInside(async () => undefined);

    const origin = `http://127.0.0.1:${port}`;
    const program = (name: string): Child => startProgram(join(root, `dist/server/apps/${name}/src/main.js`), { env, logFile: join(folder, `${name}.log`), nodeOptions: profiling(root) });
    const api = program('api');
    stops.push(() => api.stop());
    await untilReady(api, join(folder, 'api.log'), async () => (await fetch(`${origin}/api/health/ready`)).ok);

    let worker: Promise<void> | undefined;
    const startWorker = async (): Promise<void> => {
      await database.query(`UPDATE outbox SET status = 'done' WHERE status IN ('planned', 'claimed')`);
      const child = program('worker');
      stops.push(() => child.stop());
      await untilReady(child, join(folder, 'worker.log'), async () => {
        // The last thing a worker does when it starts.
        const { rows } = await database.query<{ ready: boolean }>(`SELECT EXISTS (SELECT FROM bullmq.scheduler WHERE scheduler_id = 'sweep-outbox') AS ready`);
        return rows[0]?.ready ?? false;
      });
    };
    return { origin, database, databaseUrl: postgres.url('app'), ownerUrl: postgres.url('owner'), sink, smtpUrl, livekit, folder, cookieName: `neuvo-${port}`, withApiInside, stop, onStop: (more) => void stops.push(more), startWorker: () => (worker ??= startWorker()) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOwnLiveKit(folder: string, apiPort: number): Promise<Stack['livekit']> {
  const found = await findLiveKit(process.env, cacheFolder(process.env, '.cache'));
  if (found.kind !== 'binary') return undefined;
  const livekit = await startLiveKit({
    binary: found.path,
    dir: join(folder, 'livekit'),
    key: 'bench',
    secret: randomBytes(24).toString('hex'),
    webhookUrl: `http://127.0.0.1:${apiPort}/api/webhooks/livekit`,
    restartDelayMs: 2_000,
  });
  await livekit.ready;
  return { ...livekit, binary: found.path };
}

interface Parts {
  readonly port: number;
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly smtpUrl: string;
  readonly livekit: RunningLiveKit | undefined;
  readonly webFolder: string;
}

function environment({ port, databaseUrl, ownerUrl, smtpUrl, livekit, webFolder }: Parts): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: ownerUrl,
    DATABASE_POOL_MAX: String(databasePool),
    SMTP_URL: smtpUrl,
    MAIL_CONNECTIONS: String(mailConnections),
    WEB_DIR: webFolder,
    ...(livekit && { LIVEKIT_URLS: livekit.url, LIVEKIT_API_KEY: livekit.key, LIVEKIT_API_SECRET: livekit.secret }),
  };
}

/** BENCH_PROFILE=1 leaves CPU profiles of API and worker in test/results. */
function profiling(root: string): string[] {
  return process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${join(root, 'test/results')}`] : [];
}
