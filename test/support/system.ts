/*
 * The whole system in this process on a database of its own. In a test file:
 *
 *   let system: TestSystem;
 *   beforeAll(async () => { system = await openSystem({ now: '2027-03-01T08:00:00Z' }); }, 60_000);
 *   afterAll(() => system.close());
 *
 *   await system.database.query(sql, params)       rows written directly, as the owner
 *   const client = system.client(cookie?)          HTTP and sockets: client.post(path, body, headers), client.connect()
 *   system.clock.advance({ minutes: 15 })          time of both processes
 *   await system.settle()                          everything that is due has been carried out
 *   system.mails.messages()                        what the mail server got (real SMTP)
 *   system.api.get(SomeService, { strict: false }) a provider of the API, system.worker of the worker
 *
 * `features: { api: [XApiModule], worker: [XWorkerModule] }` starts the platform with only these instead of the whole
 * application; `worker: false` starts no worker; `override` replaces providers in both; `now: 'real'` is for tests with
 * a media server, whose clock cannot be moved. `startApi()` and `startWorker()` add processes' worth of application.
 */
import { ApiModule } from '../../apps/api/src/api.module.js';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher } from '../../apps/standalone/src/services/mail-catcher.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { Clock } from '@app/kernel';
import { type Config, ConfigModule, JsonLogger, loadConfig, PlatformApiModule, PlatformWorkerModule, prepareApi } from '@app/platform';
import type { INestApplicationContext, InjectionToken, ModuleMetadata } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test, type TestingModule } from '@nestjs/testing';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from './database.js';
import { HttpClient } from './http-client.js';
import { settle } from './settle.js';
import { TestClock } from './test-clock.js';

type Imports = NonNullable<ModuleMetadata['imports']>;

export interface SystemOptions {
  /** Where the clock stands; default 2027-03-01T08:00:00Z. `real` goes like any other clock. */
  readonly now?: string;
  readonly worker?: boolean;
  readonly features?: { readonly api?: Imports; readonly worker?: Imports };
  readonly override?: readonly { readonly token: InjectionToken; readonly value: unknown }[];
  /** Called before a mail is taken; what it throws refuses the mail. */
  readonly onMail?: MailCatcherOptions['onMail'];
  /** Environment variables on top of those of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where log lines of both processes go; default stdout. Set `LOG_LEVEL` too: tests are silent. */
  readonly log?: { write(line: string): void };
}

export interface TestSystem {
  readonly url: string;
  readonly clock: TestClock;
  readonly database: pg.Pool;
  readonly urls: Pick<TestDatabase, 'url' | 'ownerUrl'>;
  readonly api: INestApplicationContext;
  /** Absent with `worker: false`. */
  readonly worker: INestApplicationContext | undefined;
  readonly mails: MailCatcher;
  client(cookie?: string): HttpClient;
  settle(): Promise<void>;
  /** Another API on the same database; stop it, or closing the system does. */
  startApi(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  startWorker(): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

/** Starts everything; when a part refuses to start, what has started is stopped again. */
export async function openSystem(options: SystemOptions = {}): Promise<TestSystem> {
  const stops: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    return { ...(await openParts(options, stops)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(options: SystemOptions, stops: (() => Promise<unknown>)[]): Promise<Omit<TestSystem, 'close'>> {
  const { now = '2027-03-01T08:00:00Z' } = options;
  const clock = new TestClock(now === 'real' ? null : now);
  const cloned = await cloneDatabase();
  stops.push(() => cloned.drop());
  const database = new pg.Pool({ connectionString: cloned.ownerUrl, max: 4 });
  stops.push(() => database.end());
  const mails = await startMailCatcher(options.onMail ? { onMail: options.onMail } : {});
  stops.push(() => mails.stop());
  const config = configOf(cloned, mails.url, options);
  const applications = new Applications(config, clock, options);
  const stoppable = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    stops.push(() => part.stop());
    return part;
  };

  const startApi = async (port = 0) => stoppable(await applications.startApi(port));
  const startWorker = async () => stoppable(await applications.startWorker());
  const api = await startApi(config.http.port);
  const worker = options.worker === false ? undefined : (await startWorker()).app;
  return {
    url: api.url,
    clock,
    database,
    urls: cloned,
    api: api.app,
    worker,
    mails,
    client: (cookie) => new HttpClient(api.url, cookie),
    settle: () => settle(database, clock, worker),
    startApi: () => startApi(),
    startWorker,
  };
}

function configOf(database: TestDatabase, smtpUrl: string, { env }: SystemOptions): Config {
  return loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_POOL_MAX: '10',
    SMTP_URL: smtpUrl,
    MAIL_CONNECTIONS: '5',
    ...env,
  });
}

/** Starts what the options say, with the clock of the test. */
class Applications {
  private readonly logger: JsonLogger;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly options: SystemOptions,
  ) {
    this.logger = new JsonLogger(config, 'api', options.log);
  }

  async startApi(port: number) {
    const { features } = this.options;
    const module = await this.compile(features ? [PlatformApiModule, ...(features.api ?? [])] : [ApiModule]);
    const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: this.logger });
    try {
      await prepareApi(app, this.config);
      await app.listen(port, '127.0.0.1');
    } catch (error) {
      await app.close();
      throw error;
    }
    return { app, url: `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`, stop: once(() => app.close()) };
  }

  async startWorker() {
    const { features } = this.options;
    const app = await this.compile(features ? [PlatformWorkerModule, ...(features.worker ?? [])] : [WorkerModule]);
    try {
      await app.init();
    } catch (error) {
      await app.close();
      throw error;
    }
    return { app, stop: once(() => app.close()) };
  }

  private compile(imports: Imports): Promise<TestingModule> {
    const builder = Test.createTestingModule({ imports: [ConfigModule.with(this.config), ...imports] }).setLogger(this.logger);
    for (const { token, value } of [{ token: Clock as InjectionToken, value: this.clock }, ...(this.options.override ?? [])]) {
      builder.overrideProvider(token).useValue(value);
    }
    return builder.compile();
  }
}

/** A test may stop a part before the system is closed. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
