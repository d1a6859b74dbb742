import { banner } from './banner.js';
import { startStandalone } from './standalone.js';
import { StartError } from './settings.js';

const stopDeadlineMs = 30_000;
/** A terminal and npm may both pass one Ctrl-C on. */
const sameKeyPressMs = 500;

const say = (text: string): void => console.log(text);
// The terminal may be gone before the server has stopped.
process.stdout.on('error', () => undefined);

async function main(): Promise<void> {
  const startedAt = performance.now();
  let kill = (): void => undefined;
  process.once('exit', () => kill());
  const started = startStandalone(process.env, say);
  stopOnSignals(async () => {
    await (await started).stop();
    kill = () => undefined;
  });
  const standalone = await started;
  kill = standalone.kill;
  say(banner(standalone, ((performance.now() - startedAt) / 1000).toFixed(1)));
  process.send?.(standalone.ready);
}

/** The first signal stops in order, a second one, or the deadline, at once. */
function stopOnSignals(stop: () => Promise<void>): void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > sameKeyPressMs) process.exit(130);
      return;
    }
    firstAt = performance.now();
    say('\nStopping … (Ctrl-C again: at once)');
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // The process that started this one, e.g. a test, is gone.
  process.once('disconnect', onSignal);
}

main().catch((error: unknown) => {
  // A setting that cannot be used explains itself; anything else is worth its stack.
  const explained = error instanceof StartError || (error instanceof Error && error.name === 'ConfigError');
  console.error(explained ? `\n${error.message}\n` : error);
  process.exit(1);
});
