import { join } from 'node:path';
import { root } from '../../apps/standalone/prepare.mjs';

/** The LiveKit server that `npm start` would use; Go builds it first where it can. Needs the built server. */
export async function findMedia() {
  const services = join(root, 'dist/server/apps/standalone/src/services');
  const { findLiveKit, installLiveKit } = await import(join(services, 'livekit-finder.js'));
  const { cacheFolder } = await import(join(services, 'cache-folder.js'));
  const { openDataFolder } = await import(join(services, 'data-folder.js'));
  const cache = cacheFolder(process.env, join(openDataFolder(join(root, '.data')).path, 'cache'));
  try {
    const source = await findLiveKit(process.env, cache);
    if (source.kind === 'none') return { mode: 'direct', why: source.why };
    if (source.kind === 'binary') return { mode: 'livekit', binary: source.path };
    console.log('Building the LiveKit server with Go (two to three minutes the first time) …');
    const binary = await installLiveKit(source, process.env, cache, progress());
    return { mode: 'livekit', binary };
  } catch (error) {
    return { mode: 'direct', why: error.message };
  }
}

function progress() {
  let saidAt = performance.now();
  return (packages) => {
    if (performance.now() - saidAt < 15_000) return;
    saidAt = performance.now();
    console.log(`Building the LiveKit server … ${packages} packages`);
  };
}
