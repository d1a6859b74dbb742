import { ConfigError, loadConfig } from '../config/env.js';
import type { Config } from '../config/config.js';
import { describeConfig } from '../config/describe-config.js';
import type { RunningApplication } from './running-application.js';

const deadlineMilliseconds = 30_000;

/**
 * Body of a `main.ts`: reads the environment, starts, and stops on SIGTERM or SIGINT within 30 seconds.
 * Settings that cannot be used are listed on stderr and end the process with code 1.
 */
export async function runProcess(start: (config: Config) => Promise<RunningApplication>): Promise<void> {
  try {
    const config = loadConfig(process.env);
    process.stdout.write(`${JSON.stringify({ msg: 'settings', settings: describeConfig(config) })}\n`);
    const running = await start(config);
    stopOnSignal(running);
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exit(1);
  }
}

function stopOnSignal(running: RunningApplication): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), deadlineMilliseconds).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
