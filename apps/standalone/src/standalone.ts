import { join } from 'node:path';
import { startApplication } from './application.js';
import { lockInstance, refuseSecondInstance } from './instance-lock.js';
import { startMedia, type Media } from './media.js';
import { openDataFolder, type DataFolder } from './services/data-folder.js';
import { startMailCatcher } from './services/mail-catcher.js';
import { startMailPage } from './services/mail-page.js';
import { freePort, isPortFree, preferredPort } from './services/ports.js';
import { startPostgres } from './services/postgres.js';
import type { StandaloneReady } from './services/standalone-process.js';
import { readSettings, StartError, type StandaloneSettings } from './settings.js';

const usualPort = 3000;
const usualMailPort = 3080;

export interface Standalone {
  ready: StandaloneReady;
  media: Media;
  /** Where data is kept. */
  folder: string;
  /** Ports that were not the usual ones. */
  remarks: string[];
  /** In order: the application, the media server, mail, the database. */
  stop(): Promise<void>;
  /** At once and without waiting: for the last moment before the process ends. */
  kill(): void;
}

/** Starts everything that `npm start` promises; when a part fails, what has started is stopped again. */
export async function startStandalone(env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<Standalone> {
  const settings = readSettings(env);
  const folder = openDataFolder(settings.dataDir);
  const stops: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    return { ...(await startParts(settings, env, folder, stops, say)), folder: folder.path, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  settings: StandaloneSettings,
  env: NodeJS.ProcessEnv,
  folder: DataFolder,
  stops: (() => void | Promise<void>)[],
  say: (text: string) => void,
): Promise<Omit<Standalone, 'stop' | 'folder'>> {
  refuseSecondInstance(folder.path);
  const port = await choosePort(settings.port);
  const addresses = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  stops.push(lockInstance(folder.path, addresses[0] ?? ''));

  const database = await startDatabase(settings, folder, stops);
  const mail = await startMail(settings, folder, stops);
  const media = await startMedia(settings, env, folder, `http://127.0.0.1:${port}/api/webhooks/livekit`, say);
  stops.push(() => media.stop());

  const application = await startApplication({
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
    MAIL_FROM: 'Neuvo <neuvo@demo.neuvo.test>',
    PUBLIC_URL: addresses[0],
    ALLOWED_ORIGINS: addresses.join(','),
    ...env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DEMO: 'true',
    WEB_DIR: join(settings.root, 'dist/web'),
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    SMTP_URL: mail.smtpUrl,
    ...media.variables,
  });
  stops.push(() => application.stop());

  const remarks = settings.port === undefined && port !== usualPort ? [`Port ${usualPort} is taken, so Neuvo listens on ${port}.`] : [];
  if (mail.page && mail.page.port !== usualMailPort) remarks.push(`Port ${usualMailPort} is taken, so the mails are on ${mail.page.port}.`);
  if (application.remark) remarks.push(application.remark);
  return {
    ready: {
      kind: 'ready',
      addresses,
      mailUrl: mail.page?.url ?? null,
      smtpUrl: mail.smtpUrl,
      media: media.variables.LIVEKIT_URLS ? 'livekit' : 'direct',
      database: { url: database.url, ownerUrl: database.ownerUrl },
      pids: { postgres: database.pid, livekit: media.server?.pid() ?? null },
    },
    media,
    remarks,
    kill: () => {
      for (const [pid, signal] of [[media.server?.pid(), 'SIGKILL'], [database.pid, 'SIGINT']] as const) if (pid) killNow(pid, signal);
    },
  };
}

async function choosePort(given: number | undefined): Promise<number> {
  if (given === undefined) return preferredPort(usualPort);
  if (await isPortFree(given)) return given;
  throw new StartError(`Port ${given}, which PORT asks for, is taken by another program. Without PORT Neuvo finds a free one.`);
}

async function startDatabase(settings: StandaloneSettings, folder: DataFolder, stops: (() => void | Promise<void>)[]): Promise<{ url: string; ownerUrl: string; pid: number | null }> {
  if (settings.database) return { ...settings.database, pid: null };
  const postgres = await startPostgres({ dir: folder.path });
  stops.push(() => postgres.stop());
  return { url: postgres.url('app'), ownerUrl: postgres.url('owner'), pid: postgres.pid };
}

async function startMail(settings: StandaloneSettings, folder: DataFolder, stops: (() => void | Promise<void>)[]): Promise<{ smtpUrl: string; page?: { url: string; port: number } }> {
  if (settings.smtpUrl) return { smtpUrl: settings.smtpUrl };
  const catcher = await startMailCatcher({ port: await freePort(), file: join(folder.path, 'mails.ndjson') });
  stops.push(() => catcher.stop());
  const port = await preferredPort(usualMailPort);
  const page = await startMailPage(catcher, port);
  stops.push(() => page.stop());
  return { smtpUrl: catcher.url, page: { url: page.url, port } };
}

function killNow(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    return;
  }
}
