import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, freeUdpPort } from './ports.js';
import { commandOf, stopProcess } from './processes.js';

export interface LiveKitOptions {
  /** The server program; may still be under way (a build): the ports are fixed at once, the server starts when it is there. */
  binary: string | Promise<string>;
  /** Where the configuration, log and pid file go; one running server per folder. */
  dir: string;
  key: string;
  /** At least 32 characters. */
  secret: string;
  /** Where LiveKit reports what happens in its rooms. */
  webhookUrl?: string;
  /** LiveKit's own defaults for key-frame throttling and rooms: the peer that the bench compares with. */
  stockSettings?: boolean;
  /** Pause before a server that died by itself starts again, in milliseconds; doubles up to 10 s. */
  restartDelayMs?: number;
}

export interface RunningLiveKit {
  /** ws://127.0.0.1:port, known before the server is up. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** Resolves when the server has answered for the first time; rejects when it never can (the build failed). */
  readonly ready: Promise<void>;
  /** The process that runs now; undefined while there is none. */
  pid(): number | undefined;
  /** SIGKILL, as a crash would be: the supervisor starts it again after `restartDelayMs`. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const killed = [{ signal: 'SIGKILL', waitMs: 5_000 }] as const;

/** Runs a LiveKit server on loopback addresses and free ports, and starts it again whenever it dies. */
export async function startLiveKit(options: LiveKitOptions): Promise<RunningLiveKit> {
  mkdirSync(options.dir, { recursive: true });
  const pidFile = join(options.dir, 'livekit.pid');
  const configFile = join(options.dir, 'livekit.yaml');
  await endOrphan(pidFile, configFile);
  const port = await freePort();
  writeFileSync(configFile, livekitConfig(options, port, await freeUdpPort()), { mode: 0o600 });

  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const supervise = async (binary: string): Promise<void> => {
    for (let pauseMs = options.restartDelayMs ?? 500; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, 10_000)) {
      const startedAt = performance.now();
      child = launch(binary, configFile, join(options.dir, 'livekit.log'), pidFile);
      await new Promise((resolve) => child?.once('exit', resolve).once('error', resolve));
      if (performance.now() - startedAt > 30_000) pauseMs = options.restartDelayMs ?? 500;
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ready = Promise.resolve(options.binary).then(async (binary) => {
    if (stopping.signal.aborted) return;
    // Without its folder it cannot be started again; the API then goes on in direct mode.
    supervise(binary).catch(() => undefined);
    await untilAnswering(port, join(options.dir, 'livekit.log'), stopping.signal);
  });
  // Whoever does not wait for it must not bring the process down.
  ready.catch(() => undefined);

  const kill = async (): Promise<void> => {
    if (child?.pid && child.exitCode === null) await stopProcess(child.pid, killed);
  };
  return {
    url: `ws://127.0.0.1:${port}`,
    key: options.key,
    secret: options.secret,
    ready,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    kill,
    // LiveKit answers the first SIGTERM by waiting for people to leave, so it is killed here, too.
    stop: async () => {
      stopping.abort();
      await kill();
      rmSync(pidFile, { force: true });
    },
  };
}

function livekitConfig(options: LiveKitOptions, port: number, udpPort: number): string {
  const loopback = Object.entries(networkInterfaces()).find(([, addresses]) => addresses?.some((address) => address.internal))?.[0] ?? 'lo';
  const config = {
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [options.key]: options.secret },
    logging: { level: 'warn' },
    rtc: {
      udp_port: udpPort,
      tcp_port: 0,
      node_ip: '127.0.0.1',
      enable_loopback_candidate: true,
      use_external_ip: false,
      interfaces: { includes: [loopback] },
      stun_servers: ['127.0.0.1:3478'],
      // A lost first key frame is asked for again after this time: the default of 1 s makes every twentieth join slow.
      ...(options.stockSettings ? {} : { pli_throttle: { low_quality: '100ms', mid_quality: '150ms', high_quality: '150ms' } }),
    },
    ...(options.stockSettings ? {} : { room: { auto_create: false, empty_timeout: 60, departure_timeout: 300, max_participants: 24 } }),
    ...(options.webhookUrl ? { webhook: { api_key: options.key, urls: [options.webhookUrl] } } : {}),
  };
  // JSON is YAML, too.
  return JSON.stringify(config, null, 2);
}

function launch(binary: string, configFile: string, logFile: string, pidFile: string): ChildProcess {
  const log = openSync(logFile, 'w', 0o600);
  // Detached: a terminal's Ctrl-C must not reach it before the API has told the people in the rooms.
  const child = spawn(binary, ['--config', configFile], { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  if (child.pid) writeFileSync(pidFile, String(child.pid));
  return child;
}

/** A server that outlived a killed run is recognised by its configuration file, so that no other process is hit. */
async function endOrphan(pidFile: string, configFile: string): Promise<void> {
  let pid: number;
  try {
    pid = Number(readFileSync(pidFile, 'utf8'));
  } catch {
    return;
  }
  if (commandOf(pid)?.includes(configFile)) await stopProcess(pid, killed);
  rmSync(pidFile, { force: true });
}

async function untilAnswering(port: number, logFile: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`LiveKit does not answer (log: ${logFile}):\n${readFileSync(logFile, 'utf8').slice(-1_000)}`);
    await sleep(25);
  }
}
