import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { freePort } from './ports.js';
import { commandOf, stopProcess } from './processes.js';

export interface PostgresOptions {
  /** The data folder; made when missing. As root it may end up elsewhere, see `openDataFolder`. */
  dir: string;
  /** For tests: nothing is synced to disk, and `stop` removes the data. */
  ephemeral?: boolean;
  /** A given port is obeyed; otherwise a free one. */
  port?: number;
  /** Further settings, as `-c name=value`. */
  settings?: Record<string, string>;
}

/** `superuser` administers, `owner` runs migrations and may create databases, `app` is the runtime role. */
export type PostgresRole = 'superuser' | 'owner' | 'app';

export interface RunningPostgres {
  readonly port: number;
  readonly folder: string;
  readonly pid: number;
  /** A connection string on 127.0.0.1; the database defaults to `neuvo`. */
  url(role: PostgresRole, database?: string): string;
  /** Fast shutdown: open transactions are rolled back. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would be; `startPostgres` with the same folder and port recovers. */
  kill(): Promise<void>;
}

const roleNames: Record<PostgresRole, string> = { superuser: 'postgres', owner: 'neuvo_owner', app: 'neuvo_app' };
const stopSteps = [
  { signal: 'SIGINT', waitMs: 15_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

/** Starts the embedded PostgreSQL on 127.0.0.1 with the database `neuvo`, after ending what a killed run left behind. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = findPostgresBinaries();
  const folder = openDataFolder(options.dir);
  // The major version is in the name: a later PostgreSQL starts beside the old data instead of failing on it.
  const data = join(folder.path, 'postgres-18');
  rmSync(`${data}.new`, { recursive: true, force: true });
  if (!existsSync(data)) await initialise(binaries, folder, data, options.ephemeral ?? false);
  await endOrphan(data);
  const { child, port } = await launch(binaries, folder, data, options);
  const url = (role: PostgresRole, database = 'neuvo'): string =>
    `postgres://${roleNames[role]}:${folder.secret(`postgres-${role}`)}@127.0.0.1:${port}/${database}`;
  await prepareRoles(url, folder);
  const pid = child.pid as number;
  return {
    port,
    folder: folder.path,
    pid,
    url,
    stop: async () => {
      await stopProcess(pid, options.ephemeral ? stopSteps.slice(1) : stopSteps);
      if (options.ephemeral) rmSync(folder.path, { recursive: true, force: true });
    },
    kill: () => stopProcess(pid, stopSteps.slice(2)),
  };
}

async function initialise(binaries: PostgresBinaries, folder: DataFolder, data: string, ephemeral: boolean): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = `${data}.password`;
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, folder.secret('postgres-superuser'), { mode: 0o600 });
  if (binaries.user) for (const path of [unfinished, passwordFile]) chownSync(path, binaries.user.uid, binaries.user.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await promisify(execFile)(
      binaries.initdb,
      [`--pgdata=${unfinished}`, `--username=${roleNames.superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', ...locale, ...(ephemeral ? ['--no-sync'] : [])],
      { ...binaries.user, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
}

/** After a kill −9 of the parent the server lives on, or its pid file names a process that is something else by now. */
async function endOrphan(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number(readPidFile(pidFile)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (commandOf(pid)?.includes(data)) await stopProcess(pid, stopSteps);
  rmSync(pidFile, { force: true });
}

function readPidFile(pidFile: string): string[] {
  try {
    return readFileSync(pidFile, 'utf8').split('\n').map((line) => line.trim());
  } catch {
    return [];
  }
}

const launchTimeoutMs = 60_000;

async function launch(binaries: PostgresBinaries, folder: DataFolder, data: string, options: PostgresOptions): Promise<{ child: ChildProcess; port: number }> {
  const logFile = join(folder.path, 'postgres.log');
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) truncateSync(logFile);
  const deadline = performance.now() + launchTimeoutMs;
  for (;;) {
    const port = options.port ?? (await freePort());
    const child = spawnServer(binaries, data, port, logFile, options);
    if (await becomesReady(child, data, deadline)) return { child, port };
    const log = readFileSync(logFile, 'utf8').slice(-2_000);
    // The backends of a killed server hold its shared memory for a moment; a free port may be taken meanwhile.
    const passing = /pre-existing shared memory block|could not create any TCP\/IP sockets/.test(log);
    if (!passing || performance.now() > deadline) throw new Error(`PostgreSQL did not start (log: ${logFile}):\n${log}`);
    await sleep(200);
  }
}

function spawnServer(binaries: PostgresBinaries, data: string, port: number, logFile: string, options: PostgresOptions): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    ...(options.ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  };
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    binaries.postgres,
    ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached: the Ctrl-C of a terminal goes to its whole process group, and the database has to stop last.
    { ...binaries.user, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.on('error', () => undefined);
  return child;
}

/** The eighth line of postmaster.pid is the server's own word on its state (pg_ctl reads it, too). */
async function becomesReady(child: ChildProcess, data: string, deadline: number): Promise<boolean> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const lines = readPidFile(join(data, 'postmaster.pid'));
    if (lines[0] === String(child.pid) && lines[7] === 'ready') return true;
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      return false;
    }
    await sleep(10);
  }
  return false;
}

async function prepareRoles(url: (role: PostgresRole, database?: string) => string, folder: DataFolder): Promise<void> {
  const client = new Client({ connectionString: url('superuser', 'postgres') });
  await client.connect();
  try {
    for (const role of ['owner', 'app'] as const) {
      const name = roleNames[role];
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
      const attributes = `LOGIN ${role === 'owner' ? 'CREATEDB' : ''} PASSWORD ${client.escapeLiteral(folder.secret(`postgres-${role}`))}`;
      await client.query(`${known.rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} ${attributes}`);
    }
    const database = await client.query("SELECT 1 FROM pg_database WHERE datname = 'neuvo'");
    if (!database.rowCount) await client.query(`CREATE DATABASE neuvo OWNER ${roleNames.owner}`);
  } finally {
    await client.end();
  }
}
