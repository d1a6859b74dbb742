import { join } from 'node:path';
import { cacheFolder } from './services/cache-folder.js';
import type { DataFolder } from './services/data-folder.js';
import { startLiveKit, type RunningLiveKit } from './services/livekit.js';
import { findLiveKit, installLiveKit, livekitVersion, type LiveKitSource } from './services/livekit-finder.js';
import type { StandaloneSettings } from './settings.js';

export interface Media {
  /** For the settings of the API; empty without a server. */
  variables: { LIVEKIT_URLS: string; LIVEKIT_API_KEY?: string; LIVEKIT_API_SECRET?: string };
  /** What was found, for the person at the terminal. */
  description: string[];
  server?: RunningLiveKit;
  stop(): Promise<void>;
}

const howToInstall = [
  'To have a video server, do one of these and start again:',
  '  Debian, Ubuntu …:  curl -sSL https://get.livekit.io | bash',
  '  macOS:             brew install livekit',
  '  with Go 1.21+:     put `go` on the PATH; Neuvo builds the server by itself',
];

/**
 * The media server: an external one, one found on this machine, one that Go builds in the background, or none. Never
 * waits for a build: the address is fixed at once, and the API finds the server when it answers.
 */
export async function startMedia(settings: StandaloneSettings, env: NodeJS.ProcessEnv, folder: DataFolder, webhookUrl: string, say: (text: string) => void): Promise<Media> {
  if (settings.livekit === 'none') return direct(['Direct mode (LIVEKIT_URLS=none): picture and sound from browser to browser, up to four people.']);
  if (settings.livekit) {
    const { urls, key, secret } = settings.livekit;
    return { variables: { LIVEKIT_URLS: urls, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret }, description: [`LiveKit: ${urls} (external)`], stop: async () => undefined };
  }
  const cache = cacheFolder(env, join(folder.path, 'cache'));
  const source = await findLiveKit(env, cache);
  if (source.kind === 'none') {
    return direct([`Direct mode: ${source.why}.`, 'Picture and sound go from browser to browser, up to four people.', ...howToInstall]);
  }
  return ownServer(source, env, cache, folder, webhookUrl, say);
}

function direct(description: string[]): Media {
  return { variables: { LIVEKIT_URLS: '' }, description, stop: async () => undefined };
}

async function ownServer(source: Exclude<LiveKitSource, { kind: 'none' }>, env: NodeJS.ProcessEnv, cache: string, folder: DataFolder, webhookUrl: string, say: (text: string) => void): Promise<Media> {
  const building = new AbortController();
  const binary = source.kind === 'binary' ? source.path : installLiveKit(source, env, cache, progress(say), building.signal);
  const secret = folder.secret('livekit');
  const server = await startLiveKit({ binary, dir: join(folder.path, 'livekit'), key: 'neuvo-standalone', secret, webhookUrl });
  if (source.kind === 'go') {
    server.ready.then(
      () => building.signal.aborted || say(`LiveKit is ready: ${server.url}. Meetings that open from now on use it.`),
      (error: Error) => building.signal.aborted || say(`LiveKit could not be built, so meetings stay in direct mode.\n${error.message}`),
    );
  }
  const description =
    source.kind === 'binary'
      ? [`LiveKit: ${server.url} (${source.path})`]
      : [`LiveKit: ${source.goVersion} builds ${livekitVersion} now, two to three minutes the first time; until then meetings run in direct mode.`];
  return {
    variables: { LIVEKIT_URLS: server.url, LIVEKIT_API_KEY: server.key, LIVEKIT_API_SECRET: server.secret },
    description,
    server,
    stop: async () => {
      building.abort();
      await server.stop();
    },
  };
}

function progress(say: (text: string) => void): (packages: number) => void {
  let saidAt = performance.now();
  return (packages) => {
    if (performance.now() - saidAt < 30_000) return;
    saidAt = performance.now();
    say(`Building LiveKit … ${packages} packages`);
  };
}
