import { AccountsModule } from '@app/accounts';
import { ConsultationsModule } from '@app/consultations';
import { ConfigError, loadConfig, PlatformModule, startWorkerOf } from '@app/platform';
import { type INestApplicationContext, Module } from '@nestjs/common';

/** What an operator's command needs: no port, no jobs. */
@Module({ imports: [PlatformModule, AccountsModule, ConsultationsModule] })
class CommandModule {}

/**
 * Body of an operator's command: reads the environment, runs `work`, ends the process. A sentence for the operator goes to stderr with
 * exit code 1 when it cannot be done.
 */
export async function runCommand(work: (app: INestApplicationContext, config: ReturnType<typeof loadConfig>) => Promise<string>): Promise<void> {
  try {
    const config = loadConfig({ LOG_LEVEL: 'warn', ...process.env });
    const running = await startWorkerOf(CommandModule, config);
    try {
      process.stdout.write(`${await work(running.app, config)}\n`);
    } finally {
      await running.stop();
    }
  } catch (error) {
    const explained = error instanceof ConfigError || error instanceof CommandError;
    process.stderr.write(`${explained ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    // A context that could not be opened leaves connections behind that would keep the process alive.
    process.exit(1);
  }
}

/** A reason the operator can do something about. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
