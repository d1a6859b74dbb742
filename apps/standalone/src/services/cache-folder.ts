import { existsSync, mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/**
 * The folder for what is large, can be had again and is shared by all clones of one user (LiveKit, Chromium):
 * $XDG_CACHE_HOME/neuvo, else ~/.cache/neuvo, else `fallback` when there is no home that can be written to.
 */
export function cacheFolder(env: NodeJS.ProcessEnv, fallback: string): string {
  const home = env.HOME ?? '';
  const bases = [env.XDG_CACHE_HOME ?? '', existsSync(home) ? join(home, '.cache') : ''].filter((path) => isAbsolute(path));
  for (const base of bases) {
    const folder = join(base, 'neuvo');
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch {
      continue;
    }
  }
  mkdirSync(fallback, { recursive: true });
  return fallback;
}
