// Needs nothing but Node: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const builds = {
  server: {
    title: 'Building the server',
    sources: ['apps/api/src', 'apps/worker/src', 'apps/standalone/src', 'libs', 'test/stack', 'test/bench', 'test/chaos', 'test/support/eventually.ts', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    stamp: 'dist/server/.built',
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  web: {
    title: 'Building the web client',
    sources: ['apps/web', 'libs/contracts/src', 'package-lock.json'],
    stamp: 'dist/web/.built',
    command: ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--outDir', join(root, 'dist/web'), '--emptyOutDir', '--logLevel', 'warn'],
  },
};

/** Ends the process with one clear sentence when this Node is too old. */
export function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Neuvo needs Node 20.19 or later (24 is recommended); this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the packages and builds what is stale; ends the process when a step fails. */
export async function prepare() {
  try {
    await install();
    await Promise.all(Object.values(builds).map(build));
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exit(1);
  }
}

async function install() {
  const lock = join(root, 'package-lock.json');
  const stamp = join(root, 'node_modules/.neuvo-installed');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!installedByHand(lock)) {
    // npm leaves the development packages out under NODE_ENV=production; the build needs them.
    const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
    await step('Installing the packages (npm ci)', [...npm, 'ci', '--include=dev', '--loglevel=error']);
  }
  writeFileSync(stamp, wanted);
}

/** npm writes this file at the end of each complete installation. */
function installedByHand(lock) {
  const written = statSync(join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false });
  return written !== undefined && written.mtimeMs >= statSync(lock).mtimeMs;
}

async function build({ title, sources, stamp, command }) {
  const state = fingerprint(sources);
  const file = join(root, stamp);
  if (existsSync(file) && readFileSync(file, 'utf8') === state) return;
  await step(title, [process.execPath, ...command]);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, state);
}

function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources) for (const file of filesIn(join(root, source))) hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesIn(join(path, name)));
}

/** Runs a command, says what it does and for how long, and shows its output only when it fails. */
function step(title, [program, ...args]) {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  console.log(`${title} …`);
  const ticker = setInterval(() => console.log(`${title} … ${seconds()}`), 15_000);
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${output.trim()}\n\n${title} failed.`))));
  })
    .then(() => console.log(`${title}: done in ${seconds()}`))
    .finally(() => clearInterval(ticker));
}
