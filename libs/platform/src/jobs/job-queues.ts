import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, Queue, type QueueOptions } from 'bullmq';
import type { Pool } from 'pg';
import { Config } from '../config/config.js';
import { createPool } from '../database/pool.js';
import { outboxQueue, scheduleQueue } from './queue-names.js';

/** Adding side of the two queues. */
@Injectable()
export class JobQueues implements OnApplicationShutdown {
  /** Shared by the queues and, in a worker, the processing side; closed after them. */
  readonly pool: Pool;
  readonly schedule: Queue;
  readonly outbox: Queue;
  private readonly logger = new Logger(JobQueues.name);

  constructor(config: Config) {
    this.pool = createPool(config.database.url, { name: 'neuvo queue', max: 8, searchPath: 'bullmq' });
    this.schedule = this.open(scheduleQueue);
    this.outbox = this.open(outboxQueue);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.schedule.close(), this.outbox.close()]);
    await this.pool.end();
  }

  private open(name: string): Queue {
    const options = {
      connection: this.pool,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: 200 }, attempts: 1 },
    } as unknown as QueueOptions;
    const queue = new Queue(name, options, createPostgresBackend as never);
    queue.on('error', (error) => this.logger.warn(`${name}: ${error.message}`));
    return queue;
  }
}
