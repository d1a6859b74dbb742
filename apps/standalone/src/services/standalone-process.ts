import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from './ports.js';
import { stopProcess } from './processes.js';

/** What the standalone server tells its parent process when it is up. */
export interface StandaloneReady {
  kind: 'ready';
  /** http://localhost:port and http://127.0.0.1:port: two origins, so two people can sign in in one browser. */
  addresses: string[];
  mailUrl: string | null;
  smtpUrl: string;
  media: 'livekit' | 'direct';
  database: { url: string; ownerUrl: string };
  /** Process ids of what it started, for fault tests. */
  pids: { postgres: number | null; livekit: number | null };
}

export interface StandaloneProcess extends StandaloneReady {
  readonly pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** As Ctrl-C does. */
  stop(): Promise<void>;
  /** SIGKILL to the server alone; its children live on until the next start with the same data. */
  kill(): Promise<void>;
}

export interface StandaloneProcessOptions {
  /** The folder of the clone, with dist built. */
  root: string;
  /** Variables besides PATH, HOME and the like; the switches to external parts are not inherited. */
  env: NodeJS.ProcessEnv;
  dataDir: string;
  timeoutMs?: number;
}

const switches = ['PORT', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'DATABASE_OWNER_URL', 'SMTP_URL', 'LIVEKIT_URLS', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET', 'NODE_OPTIONS', 'NODE_ENV'];

/** Starts the built standalone server as a child process and waits until it can be used. */
export async function startStandaloneProcess(options: StandaloneProcessOptions, inherited: NodeJS.ProcessEnv): Promise<StandaloneProcess> {
  const port = await freePort();
  const plain = Object.fromEntries(Object.entries(inherited).filter(([name]) => !switches.includes(name)));
  const child = spawn(process.execPath, [join(options.root, 'dist/server/apps/standalone/src/main.js')], {
    cwd: options.root,
    env: { ...plain, PORT: String(port), NEUVO_DATA_DIR: options.dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));

  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`The standalone server ${why}:\n${output.slice(-4_000)}`));
    };
    const timer = setTimeout(() => fail('did not become ready in time'), options.timeoutMs ?? 60_000);
    child.once('exit', () => fail('ended'));
    child.once('message', (message: StandaloneReady) => {
      clearTimeout(timer);
      const pid = child.pid as number;
      resolve({
        ...message,
        pid,
        output: () => output,
        stop: () => stopProcess(pid, [{ signal: 'SIGINT', waitMs: 35_000 }, { signal: 'SIGKILL', waitMs: 5_000 }]),
        kill: () => stopProcess(pid, [{ signal: 'SIGKILL', waitMs: 5_000 }]),
      });
    });
  });
}
