import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { JobQueues } from '../jobs/job-queues.js';

/** Pause between two regular sweeps. */
export const sweepMilliseconds = 15_000;
const coalesceMilliseconds = 250;

/** Asks a worker to sweep soon: at most once per process and 250 ms. A lost nudge is healed by the regular sweep. */
@Injectable()
export class OutboxNudge implements OnApplicationShutdown {
  private readonly logger = new Logger(OutboxNudge.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly queues: JobQueues) {}

  soon(): void {
    if (this.timer) return;
    this.timer = setTimeout(() => void this.send(), coalesceMilliseconds);
  }

  onApplicationShutdown(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private async send(): Promise<void> {
    this.timer = null;
    try {
      await this.queues.schedule.add('sweep-outbox', {});
    } catch (error) {
      this.logger.warn(`nudge failed: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }
}
