import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface ProgramOptions {
  /** The built file. */
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where its output goes. */
  readonly logFile: string;
  readonly nodeOptions?: readonly string[];
  /** Whether it can be used; asked again and again while it starts. */
  readonly ready: () => Promise<boolean>;
}

/** A program of the server as production runs it, its own process and environment; what has ended can be started again. */
export class Program {
  private child: ChildProcess | undefined;
  private up: Promise<void> = Promise.resolve();
  private over = false;

  constructor(private readonly options: ProgramOptions) {}

  /** Of the process that runs now. */
  get pid(): number | undefined {
    return this.child && isAlive(this.child) ? this.child.pid : undefined;
  }

  /** Resolves when what was started last can be used. */
  get started(): Promise<void> {
    return this.up;
  }

  /** Starts it, with more settings than its usual ones, and waits until it can be used. */
  start(more: NodeJS.ProcessEnv = {}): Promise<void> {
    if (this.over || this.pid !== undefined) throw new Error(`${this.options.path} ${this.over ? 'has been stopped for good' : 'runs already'}`);
    const { path, env, logFile, nodeOptions = [] } = this.options;
    const log = openSync(logFile, 'a');
    // Detached: the Ctrl-C of a terminal must not end it before those who use it.
    this.child = spawn(process.execPath, [...nodeOptions, path], { env: { ...env, ...more }, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.up = this.untilReady(this.child);
    this.up.catch(() => undefined);
    return this.up;
  }

  /** Waits for the end of the process that runs now. @returns how it ended: a signal or an exit code */
  async ended(): Promise<NodeJS.Signals | number | null> {
    const { child } = this;
    if (child && isAlive(child)) await new Promise((resolve) => child.once('exit', resolve));
    return child?.signalCode ?? child?.exitCode ?? null;
  }

  /** SIGKILL, as a crash would be. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended();
  }

  /** Stops it for good. */
  async stop(): Promise<void> {
    this.over = true;
    if (this.child) await stopChild(this.child);
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    let why: unknown;
    for (const giveUpAt = performance.now() + 60_000; ; await sleep(50)) {
      if (await this.options.ready().catch((error: unknown) => ((why = error), false))) return;
      if (isAlive(child) && performance.now() < giveUpAt) continue;
      throw new Error(`The program did not start:\n${readFileSync(this.options.logFile, 'utf8').slice(-2_000)}`, { cause: why });
    }
  }
}

/** A helper process: answers each message `[id, order, argument]` with `[id, result]`. */
export interface Helper<Orders extends OrderBook<Orders>> {
  ask<Name extends keyof Orders & string>(order: Name, ...argument: Parameters<Orders[Name]>): Promise<Awaited<ReturnType<Orders[Name]>>>;
  stop(): Promise<void>;
}

/** What a helper can do: functions of at most one argument. */
export type OrderBook<Orders> = { readonly [Name in keyof Orders]: (argument: never) => unknown };

/** Starts a helper module (see `serveOrders`) as a process of its own, so that its work does not disturb the clock of the others. */
export function startHelper<Orders extends OrderBook<Orders>>(module: URL): Helper<Orders> {
  const child = fork(fileURLToPath(module), { stdio: 'inherit', serialization: 'advanced', detached: true });
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  let next = 0;
  child.on('message', ([id, result, error]: [number, never, string | undefined]) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(error));
  });
  child.once('exit', (code) => waiting.forEach(({ reject }) => reject(new Error(`${module.pathname} ended with code ${code}`))));
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

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (!isAlive(child)) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const stubborn = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(stubborn);
}
