import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { findOnPath } from './processes.js';

export interface ChromiumProgram {
  path: string;
  origin: 'CHROMIUM_BIN' | 'PATH' | 'npm package';
  /** What it needs in its environment besides our own. */
  env: Record<string, string>;
}

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  // A page that is not the visible one gets one video frame callback a second otherwise.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** The system's Chromium (CHROMIUM_BIN, PATH), else the one inside the npm package, unpacked once into the cache folder. */
export function findChromium(env: NodeJS.ProcessEnv, cache: string): ChromiumProgram {
  if (env.CHROMIUM_BIN) return { path: env.CHROMIUM_BIN, origin: 'CHROMIUM_BIN', env: {} };
  const system = findOnPath(systemNames, env.PATH);
  if (system) return { path: system, origin: 'PATH', env: {} };
  return unpackedChromium(cache);
}

/**
 * Starts a browser with fake camera and microphone. Give every person a browser context of their own. Whoever starts it
 * stops it: left to itself, Playwright would end the whole process on Ctrl-C, before anything else has stopped.
 */
export function launchChromium(program: ChromiumProgram, env: NodeJS.ProcessEnv, extraFlags: readonly string[] = []): Promise<Browser> {
  const environment = Object.fromEntries(Object.entries({ ...env, ...program.env }).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return chromium.launch({ executablePath: program.path, args: [...flags, ...extraFlags], env: environment, ignoreDefaultArgs: ['--mute-audio'], handleSIGINT: false });
}

/**
 * The package's own unpacking goes to fixed names in the shared temporary folder and is not atomic, and brings its
 * libraries (nss, expat …) on Amazon's machines only; here they lie beside the program.
 */
function unpackedChromium(cache: string): ChromiumProgram {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..', 'bin');
  const { version } = JSON.parse(readFileSync(join(packed, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    try {
      writeFileSync(join(unfinished, 'chromium'), brotliDecompressSync(readFileSync(join(packed, 'chromium.br'))));
      chmodSync(join(unfinished, 'chromium'), 0o755);
      for (const archive of ['al2023', 'fonts', 'swiftshader']) {
        execFileSync('tar', ['-xf', '-', '-C', unfinished], { input: brotliDecompressSync(readFileSync(join(packed, `${archive}.tar.br`))) });
      }
      if (!existsSync(folder)) renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  const env = { FONTCONFIG_PATH: join(folder, 'fonts'), ...(lacksLibraries(join(folder, 'chromium')) ? { LD_LIBRARY_PATH: join(folder, 'lib') } : {}) };
  return { path: join(folder, 'chromium'), origin: 'npm package', env };
}

function lacksLibraries(program: string): boolean {
  try {
    return execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes('not found');
  } catch {
    return true;
  }
}
