import { type Config, type RunningApplication, startWorkerOf } from '@app/platform';
import { WorkerModule } from './worker.module.js';

/** Starts a worker in this process. */
export function startWorker(config: Config): Promise<RunningApplication> {
  return startWorkerOf(WorkerModule, config);
}
