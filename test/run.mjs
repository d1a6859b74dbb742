import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertNode, prepare, root } from '../apps/standalone/prepare.mjs';
import { findMedia } from './support/find-media.mjs';

const checks = [
  { title: 'types of the server and the tests', command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { title: 'types of the web client', command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'apps/web/tsconfig.json'] },
  { title: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
  { title: 'boundaries between folders', command: ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', 'apps', 'libs'] },
  { title: 'dead code', command: ['node_modules/knip/bin/knip.js'] },
  { title: 'complete translations', command: ['apps/web/check-i18n.mjs'] },
  { title: 'size of the pages', command: ['apps/web/check-size.mjs'] },
];

const jestParts = {
  unit: [],
  integration: ['--maxWorkers=2'],
  guards: ['--maxWorkers=2'],
  journeys: ['--runInBand'],
};

const allParts = ['check', ...Object.keys(jestParts)];
const results = join(root, 'test/results');
const typescriptThreads = new URL('support/typescript-threads.mjs', import.meta.url).href;
const totals = { passed: 0, failed: 0, skipped: [] };

assertNode();
const args = process.argv.slice(2);
const parts = args.filter((arg) => allParts.includes(arg));
const patterns = args.filter((arg) => !allParts.includes(arg));
if (patterns.length > 0 && parts.length !== 1) {
  console.error(`Usage: npm test [-- ${allParts.join(' | ')} [file pattern …]]`);
  process.exit(2);
}
await prepare();
mkdirSync(results, { recursive: true });
const media = await findMedia();

for (const part of parts.length > 0 ? parts : allParts) {
  const startedAt = performance.now();
  console.log(`\n━━ ${part} ━━`);
  if (part === 'check') await runChecks();
  else await runJest(part, patterns);
  console.log(`━━ ${part}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
report();

async function runChecks() {
  for (const { title, command } of checks) {
    const { code, output } = await run(command, process.env, 'pipe');
    console.log(`${code === 0 ? '✓' : '✗'} ${title}`);
    if (code === 0) totals.passed += 1;
    else {
      totals.failed += 1;
      console.log(output);
    }
  }
}

async function runJest(part, filePatterns) {
  const outputFile = join(results, `${part}.json`);
  rmSync(outputFile, { force: true });
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings=ExperimentalWarning --import=${typescriptThreads}`.trim(),
    ...(media.mode === 'livekit' ? { LIVEKIT_SERVER_BIN: media.binary } : { LIVEKIT_URLS: 'none' }),
  };
  const jest = ['node_modules/jest/bin/jest.js', '-c', 'test/jest.config.mjs', '--selectProjects', part, '--json', `--outputFile=${outputFile}`];
  const { code } = await run([...jest, ...jestParts[part], ...filePatterns], env, 'inherit');
  if (!existsSync(outputFile)) {
    totals.failed += 1;
    return;
  }
  const summary = JSON.parse(readFileSync(outputFile, 'utf8'));
  totals.passed += summary.numPassedTests;
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  // Jest may fail without a failed test: no tests found, or an error of its global set-up.
  totals.failed += failed > 0 || code === 0 ? failed : 1;
  for (const file of summary.testResults) {
    for (const test of file.assertionResults) if (['pending', 'todo', 'skipped'].includes(test.status)) totals.skipped.push(test.fullName);
  }
}

function run(command, env, output) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: text }));
  });
}

function report() {
  if (process.env.CI && media.mode !== 'livekit') {
    console.log('In CI the tests must run on LiveKit.');
    totals.failed += 1;
  }
  console.log('');
  for (const name of totals.skipped) console.log(`skipped: ${name}`);
  console.log(`media: ${media.mode}${media.why ? ` (${media.why})` : ''}`);
  const why = totals.skipped.length === 0 ? '' : media.mode === 'direct' ? ': no LiveKit server' : ': see above';
  console.log(`skipped tests: ${totals.skipped.length}${why}`);
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped.length} skipped`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}
