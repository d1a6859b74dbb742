import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What of the environment decides which parts are started here and which are somebody else's. */
export interface StandaloneSettings {
  /** The folder of the clone. */
  root: string;
  /** Where data is kept; NEUVO_DATA_DIR makes a second copy from one clone possible. */
  dataDir: string;
  /** A given PORT is obeyed, or the start fails. */
  port: number | undefined;
  publicUrl: string | undefined;
  /** Given: no PostgreSQL is started. The owner's connection defaults to the same. */
  database: { url: string; ownerUrl: string } | undefined;
  /** Given: no mail catcher is started. */
  smtpUrl: string | undefined;
  /** `none` keeps LiveKit out: meetings run in direct mode. */
  livekit: { urls: string; key: string; secret: string } | 'none' | undefined;
}

/** A reason not to start that the person at the terminal can do something about. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export function readSettings(env: NodeJS.ProcessEnv): StandaloneSettings {
  const root = cloneFolder();
  return {
    root,
    dataDir: env.NEUVO_DATA_DIR || join(root, '.data'),
    port: env.PORT ? readPort(env.PORT) : undefined,
    publicUrl: env.PUBLIC_URL || undefined,
    database: env.DATABASE_URL ? { url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL || env.DATABASE_URL } : undefined,
    smtpUrl: env.SMTP_URL || undefined,
    livekit: readLiveKit(env),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new StartError(`PORT must be a number from 1 to 65535, not "${text}".`);
  return port;
}

function readLiveKit(env: NodeJS.ProcessEnv): StandaloneSettings['livekit'] {
  if (!env.LIVEKIT_URLS) return undefined;
  if (env.LIVEKIT_URLS === 'none') return 'none';
  if (!env.LIVEKIT_API_KEY || !env.LIVEKIT_API_SECRET) throw new StartError('LIVEKIT_URLS needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET.');
  return { urls: env.LIVEKIT_URLS, key: env.LIVEKIT_API_KEY, secret: env.LIVEKIT_API_SECRET };
}

function cloneFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}
