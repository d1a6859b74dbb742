import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes. */
  readonly logFile: string;
  readonly nodeOptions?: readonly string[];
}

/** Starts a program of the server as production does: its own process, its own environment. */
export function startProgram(program: string, { env, logFile, nodeOptions = [] }: ChildOptions): Child {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...nodeOptions, program], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  return { process: child, stop: () => stopChild(child) };
}

/** A helper process of the bench: answers each message `[id, order, argument]` with `[id, result]`. */
export interface Helper<Orders extends OrderBook<Orders>> {
  ask<Name extends keyof Orders & string>(order: Name, ...argument: Parameters<Orders[Name]>): Promise<Awaited<ReturnType<Orders[Name]>>>;
  stop(): Promise<void>;
}

/** What a helper can do: functions of at most one argument. */
export type OrderBook<Orders> = { readonly [Name in keyof Orders]: (argument: never) => unknown };

/** Starts a helper module (see `serveOrders`) as a process of its own, so that its work does not disturb the clock of the others. */
export function startHelper<Orders extends OrderBook<Orders>>(module: string): Helper<Orders> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), { stdio: 'inherit', serialization: 'advanced' });
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  let next = 0;
  child.on('message', ([id, result, error]: [number, never, string | undefined]) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(error));
  });
  child.once('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`${module} ended with code ${code}`))));
  return {
    ask: (order, ...argument) =>
      new Promise((resolve, reject) => {
        waiting.set((next += 1), { resolve: resolve as (result: never) => void, reject });
        child.send([next, order, argument[0]]);
      }),
    stop: () => stopChild(child),
  };
}

/** The other end of `startHelper`; the process ends with its parent. */
export function serveOrders<Orders extends OrderBook<Orders>>(orders: Orders): void {
  process.on('message', ([id, order, argument]: [number, keyof Orders, never]) => {
    void Promise.resolve()
      .then(() => orders[order](argument))
      .then(
        (result) => process.send?.([id, result]),
        (error: unknown) => process.send?.([id, undefined, String(error)]),
      );
  });
  process.once('disconnect', () => process.exit());
}

/** Waits until `ready` says yes; tells the end of the log when the program dies or takes too long. */
export async function untilReady({ process: child }: Child, logFile: string, ready: () => Promise<boolean>): Promise<void> {
  let why: unknown;
  for (const giveUpAt = performance.now() + 60_000; ; await sleep(50)) {
    if (await ready().catch((error: unknown) => ((why = error), false))) return;
    if (child.exitCode === null && child.signalCode === null && performance.now() < giveUpAt) continue;
    throw new Error(`The program did not start:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`, { cause: why });
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(stubborn);
}
