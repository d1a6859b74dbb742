/** What has to be stopped at the end, whatever the end is: also what was just being started. */
export class Stops {
  private readonly stops: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  /** Stops it before whatever was added earlier. */
  add(stop: () => unknown): void {
    this.stops.push(stop);
  }

  /**
   * Waits for something that is being started, and will stop it.
   * @throws {Error} when everything has been stopped meanwhile
   */
  async hold<Started>(starting: Promise<Started>, stop: (started: Started) => unknown): Promise<Started> {
    this.add(() => starting.then(stop, () => undefined));
    const started = await starting;
    this.assertNotRun();
    return started;
  }

  /** @throws {Error} when everything has been stopped: nothing may be started any more */
  assertNotRun(): void {
    if (this.running) throw new Error('everything has been stopped');
  }

  /** The same however often it is asked. */
  run(): Promise<void> {
    return (this.running ??= this.runAll());
  }

  private async runAll(): Promise<void> {
    for (let next = this.stops.pop(); next; next = this.stops.pop()) {
      try {
        await next();
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/** Stops everything on Ctrl-C and ends the process. */
export function stopOnSignal(stopAll: () => Promise<unknown>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.error(`Stopped by ${signal}`);
      void stopAll().finally(() => process.exit(130));
    });
  }
}
