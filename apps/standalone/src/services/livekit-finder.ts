import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from './processes.js';

/** The version that is installed through Go; later ones cannot be, while their go.mod has `replace` lines. */
export const livekitVersion = 'v1.13.5';

export type LiveKitSource =
  | { kind: 'binary'; path: string; origin: 'LIVEKIT_SERVER_BIN' | 'PATH' | 'cache' }
  | { kind: 'go'; go: string; goVersion: string }
  | { kind: 'none'; why: string };

/** Looks for a LiveKit server: LIVEKIT_SERVER_BIN, PATH, the cache folder, then a Go that can build one. */
export async function findLiveKit(env: NodeJS.ProcessEnv, cache: string): Promise<LiveKitSource> {
  if (env.LIVEKIT_SERVER_BIN) {
    if (!isExecutable(env.LIVEKIT_SERVER_BIN)) throw new Error(`LIVEKIT_SERVER_BIN is not an executable file: ${env.LIVEKIT_SERVER_BIN}`);
    return { kind: 'binary', path: env.LIVEKIT_SERVER_BIN, origin: 'LIVEKIT_SERVER_BIN' };
  }
  const onPath = findOnPath(['livekit-server'], env.PATH);
  if (onPath) return { kind: 'binary', path: onPath, origin: 'PATH' };
  const cached = cachedServer(cache);
  if (isExecutable(cached)) return { kind: 'binary', path: cached, origin: 'cache' };
  const go = findOnPath(['go'], env.PATH);
  if (!go) return { kind: 'none', why: 'no livekit-server on PATH, and no Go to build one' };
  const goVersion = (await promisify(execFile)(go, ['env', 'GOVERSION'], { env: goEnvironment(env, cache) })).stdout.trim();
  return canBuild(goVersion) ? { kind: 'go', go, goVersion } : { kind: 'none', why: `Go is too old to build one (${goVersion}; 1.21 or later is needed)` };
}

/**
 * Builds the LiveKit server into the cache folder and returns the program's path. It takes two to three minutes with
 * empty caches. `onProgress` gets the number of packages compiled so far; rejects when Go fails or `signal` aborts.
 */
export async function installLiveKit(source: { go: string }, env: NodeJS.ProcessEnv, cache: string, onProgress: (packages: number) => void, signal?: AbortSignal): Promise<string> {
  const target = cachedServer(cache);
  const unfinished = `${target}.${process.pid}.building`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await goInstall(source.go, { ...goEnvironment(env, cache), GOBIN: unfinished }, onProgress, signal);
    renameSync(join(unfinished, 'server'), target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return target;
}

function goInstall(go: string, env: NodeJS.ProcessEnv, onProgress: (packages: number) => void, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = ['install', '-v', `github.com/livekit/livekit-server/cmd/server@${livekitVersion}`];
    const child = spawn(go, args, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    // Go's compilers are children of the child: only the whole process group ends with it.
    const abort = (): void => void (child.pid && process.kill(-child.pid, 'SIGKILL'));
    signal?.addEventListener('abort', abort, { once: true });
    let packages = 0;
    let tail = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      packages += chunk.split('\n').filter((line) => line && !line.startsWith('go: ')).length;
      tail = (tail + chunk).slice(-1_000);
      onProgress(packages);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      if (code === 0) resolve();
      else reject(new Error(`go install of LiveKit failed${signal?.aborted ? ' (stopped)' : ''}:\n${tail}`));
    });
  });
}

function cachedServer(cache: string): string {
  return join(cache, 'livekit', livekitVersion, 'server');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** From 1.21 on Go fetches the newer toolchain that LiveKit asks for; distributions often switch that off. */
function goEnvironment(env: NodeJS.ProcessEnv, cache: string): NodeJS.ProcessEnv {
  const folders = env.HOME && existsSync(env.HOME) ? {} : { GOPATH: join(cache, 'go'), GOCACHE: join(cache, 'go-build') };
  return { GOTOOLCHAIN: 'auto', GOFLAGS: '-modcacherw', ...folders, ...env };
}

function canBuild(goVersion: string): boolean {
  const match = /^go(\d+)\.(\d+)/.exec(goVersion);
  if (!match) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > 1 || minor >= 21;
}
