import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../stack/http.js';
import { startStack } from '../stack/stack.js';
import { stopOnSignal, Stops } from '../stack/stops.js';
import { apiKilled } from './api-killed.js';
import { livekitKilled } from './livekit-killed.js';
import { postgresKilled } from './postgres-killed.js';
import type { Outcome, Scenario, Size } from './scenario.js';
import { workerKilled } from './worker-killed.js';

/** Each on a system of its own. The longest come first: two run side by side and mostly wait. */
const scenarios: Readonly<Record<string, Scenario>> = {
  'worker killed after the hand-over': workerKilled,
  'PostgreSQL killed': postgresKilled,
  'API killed before the commit': apiKilled('before-commit'),
  'API killed after the commit': apiKilled('after-commit'),
};
const atOnce = 2;
/** Alone, because seconds are measured. */
const onVideo: Readonly<Record<string, Scenario>> = { 'LiveKit killed': livekitKilled };

const short: Size = { clients: 8, bookings: 240, apiKills: 5, databaseKills: 3, workerKills: 2, mediaKills: 2, sittings: 150, limitSeconds: 300 };
const full: Size = { clients: 8, bookings: 1_200, apiKills: 30, databaseKills: 10, workerKills: 8, mediaKills: 6, sittings: 400, limitSeconds: 900 };

interface Result extends Outcome {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
}

/** Runs all scenarios, or those whose names contain one of the words; writes test/results/chaos.json. @returns the exit code */
export async function runChaos(args: readonly string[], root: string, noVideo: string | undefined): Promise<number> {
  const words = args.filter((arg) => arg !== '--short');
  const chosen = (all: Readonly<Record<string, Scenario>>): [string, Scenario][] =>
    Object.entries(all).filter(([name]) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())));
  const size = args.includes('--short') ? short : full;
  const startedAt = new Date();
  const results: Result[] = [];
  const systems = new Set<Stops>();
  let stopping = false;
  stopOnSignal(() => {
    stopping = true;
    return Promise.all([...systems].map((stops) => stops.run()));
  });
  const run = async ([name, scenario]: [string, Scenario]): Promise<void> => {
    if (stopping) return;
    const stops = new Stops();
    systems.add(stops);
    const result = await runOne(name, scenario, stops, { size, root });
    if (stopping) return;
    results.push(result);
    tell(result);
  };
  await inParallel(chosen(scenarios), atOnce, run);
  for (const one of chosen(onVideo)) {
    if (noVideo === undefined) await run(one);
    else results.push(skip(one[0], noVideo));
  }
  return report(results, { startedAt, size, root });
}

/** On a system of its own, which is stopped whatever happens. */
async function runOne(name: string, scenario: Scenario, stops: Stops, { size, root }: { size: Size; root: string }): Promise<Result> {
  const from = performance.now();
  const told = (error: unknown): Outcome => ({ numbers: {}, broken: [String(error instanceof Error ? error.stack : error)] });
  let outcome: Outcome;
  try {
    const stack = await startStack(root, stops);
    outcome = await Promise.race([scenario({ stack, root, size }), tooLong(size)]).catch(told);
    if (outcome.broken.length > 0) keepLogs(stack.folder, join(root, 'test/results/chaos', name.replaceAll(' ', '-')));
  } catch (error) {
    outcome = told(error);
  }
  await stops.run();
  return { name, outcome: outcome.broken.length > 0 ? 'failed' : 'passed', seconds: (performance.now() - from) / 1000, ...outcome };
}

async function tooLong({ limitSeconds }: Size): Promise<never> {
  await sleep(limitSeconds * 1000, undefined, { ref: false });
  throw new Error(`not over after ${limitSeconds} s`);
}

function keepLogs(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) if (file.endsWith('.log')) copyFileSync(join(from, file), join(to, file));
}

function skip(name: string, why: string): Result {
  console.log(`– ${name}: skipped, ${why}`);
  return { name, outcome: 'skipped', seconds: 0, numbers: {}, broken: [] };
}

/** One line, and one more for each invariant that broke. */
function tell({ name, outcome, numbers, broken, seconds }: Result): void {
  const words = Object.entries(numbers).map(([what, value]) => `${value} ${what}`);
  console.log(`${outcome === 'passed' ? '✓' : '✗'} ${name}: ${[...words, `in ${seconds.toFixed(0)} s`].join(', ')}`);
  for (const one of broken.slice(0, 20)) console.log(`    ${one}`);
  if (broken.length > 20) console.log(`    and ${broken.length - 20} more, see test/results/chaos.json`);
}

function report(results: readonly Result[], { startedAt, size, root }: { startedAt: Date; size: Size; root: string }): number {
  const count = (outcome: Result['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version };
  mkdirSync(join(root, 'test/results'), { recursive: true });
  writeFileSync(join(root, 'test/results/chaos.json'), `${JSON.stringify({ startedAt, seconds, machine, size, results }, null, 2)}\n`);
  if (process.env.CI && skipped > 0) console.log('In CI nothing may be skipped.');
  console.log(`${seconds.toFixed(0)} s; test/results/chaos.json`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed === 0 || (process.env.CI && skipped > 0) ? 1 : 0;
}
