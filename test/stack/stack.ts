import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, loadConfig, migrateDatabase } from '@app/platform';
import { seedReference } from '@app/reference';
import pg from 'pg';
import { startApi } from '../../apps/api/src/start-api.js';
import { cacheFolder } from '../../apps/standalone/src/services/cache-folder.js';
import { findLiveKit } from '../../apps/standalone/src/services/livekit-finder.js';
import { type RunningLiveKit, startLiveKit } from '../../apps/standalone/src/services/livekit.js';
import { freePort } from '../../apps/standalone/src/services/ports.js';
import { startPostgres } from '../../apps/standalone/src/services/postgres.js';
import { type Helper, Program, startHelper } from './children.js';
import type { SinkOrders } from './sink.js';
import type { Stops } from './stops.js';

export const mailConnections = 10;
export const databasePool = 20;

/** The system as production runs it, on this machine: each program a process of its own, PostgreSQL with its usual durability. */
export interface Stack {
  /** http://127.0.0.1:port of the API. */
  readonly origin: string;
  readonly api: Program;
  /** Not started yet. */
  readonly worker: Program;
  readonly postgres: DatabaseServer;
  /** Connections of the test itself, as the owner of the tables. */
  readonly database: pg.Pool;
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly sink: Helper<SinkOrders>;
  readonly smtpUrl: string;
  /** Undefined where no LiveKit server can be had. */
  readonly livekit: (RunningLiveKit & { readonly binary: string }) | undefined;
  /** Logs and configurations. */
  readonly folder: string;
  /** Name of the session cookie. */
  readonly cookieName: string;
  /** What stops it; something more may be added that must not outlive it. */
  readonly stops: Stops;
  /** Runs another API in this process, on the same database, to look into it. */
  withApiInside<T>(work: (origin: string, cookieName: string) => Promise<T>): Promise<T>;
}

export interface DatabaseServer {
  /** SIGKILL, as a crash would be. */
  kill(): Promise<void>;
  /** Starts the killed one again, at the same place. */
  restart(): Promise<void>;
}

/** Starts everything but the worker; `stops` gets what stops it, also when it fails half-way. */
export async function startStack(root: string, stops: Stops): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'neuvo-stack-'));
  stops.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const { urls, ...postgres } = await startDatabase(join(folder, 'postgres'), stops);
  const sink = startHelper<SinkOrders>(new URL('./sink.js', import.meta.url));
  stops.add(() => sink.stop());
  const smtpUrl = await sink.ask('listen');
  const port = await freePort();
  const livekit = await startOwnLiveKit(folder, port, stops);

  const env = environment({ port, ...urls, smtpUrl, livekit, webFolder: join(root, 'dist/web') });
  await migrateDatabase(loadConfig(env).database);
  const database = new pg.Pool({ connectionString: urls.ownerUrl, max: databasePool });
  // A database that is killed ends idle connections, too.
  database.on('error', () => undefined);
  stops.add(() => database.end());
  const withApiInside = apiInside(env);
  await withApiInside(async () => undefined);

  const origin = `http://127.0.0.1:${port}`;
  const program = (name: string, ready: () => Promise<boolean>): Program => {
    const made = new Program({ path: join(root, `dist/server/apps/${name}/src/main.js`), env, logFile: join(folder, `${name}.log`), nodeOptions: profiling(root), ready });
    stops.add(() => made.stop());
    return made;
  };
  const api = program('api', async () => (await fetch(`${origin}/api/health/ready`)).ok);
  const worker = program('worker', () => hasSchedule(database));
  await stops.hold(api.start(), () => undefined);
  return { origin, api, worker, postgres, database, ...urls, sink, smtpUrl, livekit, folder, cookieName: `neuvo-${port}`, stops, withApiInside };
}

async function startDatabase(dir: string, stops: Stops): Promise<DatabaseServer & { readonly urls: Pick<Stack, 'databaseUrl' | 'ownerUrl'> }> {
  let running = startPostgres({ dir });
  const { port, url } = await stops.hold(running, async ({ folder }) => {
    await (await running).stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    urls: { databaseUrl: url('app'), ownerUrl: url('owner') },
    kill: async () => (await running).kill(),
    restart: async () => {
      stops.assertNotRun();
      await (running = startPostgres({ dir, port }));
    },
  };
}

/** The last thing a worker does when it starts for the first time. */
async function hasSchedule(database: pg.Pool): Promise<boolean> {
  const { rows } = await database.query<{ ready: boolean }>(`SELECT EXISTS (SELECT FROM bullmq.scheduler WHERE scheduler_id = 'sweep-outbox') AS ready`);
  return rows[0]?.ready ?? false;
}

function apiInside(env: NodeJS.ProcessEnv): Stack['withApiInside'] {
  return async (work) => {
    const port = await freePort();
    const api = await startApi(loadConfig({ ...env, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, LOG_LEVEL: 'silent' }));
    try {
      await api.app.get(Database, { strict: false }).transaction(seedReference);
      return await work(api.url, `neuvo-${port}`);
    } finally {
      await api.stop();
    }
  };
}

async function startOwnLiveKit(folder: string, apiPort: number, stops: Stops): Promise<Stack['livekit']> {
  const found = await findLiveKit(process.env, cacheFolder(process.env, '.cache'));
  if (found.kind !== 'binary') return undefined;
  const starting = startLiveKit({
    binary: found.path,
    dir: join(folder, 'livekit'),
    key: 'stack',
    secret: randomBytes(24).toString('hex'),
    webhookUrl: `http://127.0.0.1:${apiPort}/api/webhooks/livekit`,
    restartDelayMs: 2_000,
  });
  const livekit = await stops.hold(starting, (started) => started.stop());
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
