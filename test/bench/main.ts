import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../stack/stack.js';
import { stopOnSignal, Stops } from '../stack/stops.js';
import { measureBooking } from './booking.js';
import { type Figure, ratioOf, reached, tableOf } from './figures.js';
import { measureJoin } from './join.js';
import { measurePanels } from './panels.js';
import { measureReminders } from './reminders.js';
import { measureSlots } from './slots.js';
import { measureTickets } from './tickets.js';

/** In this order: searches and bookings are measured while no worker runs beside them. */
const parts: Readonly<Record<string, (stack: Stack, root: string) => Promise<Figure[]>>> = {
  slots: measureSlots,
  booking: measureBooking,
  panels: measurePanels,
  tickets: measureTickets,
  reminders: measureReminders,
  join: measureJoin,
};

/** Runs the named parts, or all; prints one table and writes test/results/bench.json. @returns the exit code */
export async function runBench(names: readonly string[], root: string): Promise<number> {
  const unknown = names.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    console.error(`Usage: npm run bench [-- ${Object.keys(parts).join(' ')}]`);
    return 2;
  }
  const startedAt = new Date();
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', loadBefore: loadavg()[0] ?? 0, node: process.version };
  console.log(`Starting PostgreSQL, API and mail sink (${machine.cpus} processors, load ${machine.loadBefore.toFixed(1)}) …`);
  const stops = new Stops();
  stopOnSignal(() => stops.run());
  const figures: Figure[] = [];
  const failures: string[] = [];
  try {
    const stack = await startStack(root, stops);
    for (const [name, measure] of Object.entries(parts)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const from = performance.now();
      try {
        const measured = await measure(stack, root);
        figures.push(...measured);
        console.log(`\n${tableOf(measured)}`);
      } catch (error) {
        failures.push(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      console.log(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s`);
    }
  } finally {
    await stops.run();
  }
  const results = join(root, 'test/results');
  mkdirSync(results, { recursive: true });
  const lines = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), reached: reached(figure) }));
  writeFileSync(join(results, 'bench.json'), `${JSON.stringify({ startedAt, seconds: (Date.now() - startedAt.getTime()) / 1000, machine, figures: lines, failures }, null, 2)}\n`);
  console.log(`\n${tableOf(figures)}\n`);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  console.log(`${((Date.now() - startedAt.getTime()) / 1000).toFixed(0)} s; test/results/bench.json`);
  return failures.length > 0 ? 1 : 0;
}
