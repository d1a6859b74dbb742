import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { createPostgresBackend, type Job, Worker, type WorkerOptions } from 'bullmq';
import type { OutboxClaim } from '../outbox/outbox.repository.js';
import { OutboxDelivery } from '../outbox/outbox-delivery.js';
import { JobQueues } from './job-queues.js';
import { outboxQueue, scheduleQueue } from './queue-names.js';
import { RecurringJobs } from './recurring-jobs.js';

/** A killed worker's jobs run again after about four seconds (60 s with the defaults). */
const crashRecovery = { lockDuration: 3_000, stalledInterval: 2_000, maxStalledCount: 10 };

/** The processing side of the queues. */
@Injectable()
export class JobWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobWorkers.name);
  private workers: Worker[] = [];

  constructor(
    private readonly queues: JobQueues,
    private readonly recurring: RecurringJobs,
    private readonly delivery: OutboxDelivery,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.recurring.discover();
    this.workers = [
      this.open(scheduleQueue, 4, (job) => this.recurring.run(job.name)),
      this.open(outboxQueue, 4, (job) => this.delivery.deliver(job.data as OutboxClaim)),
    ];
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
    await this.recurring.schedule(this.queues);
  }

  /** Waits for the jobs at work. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private open(name: string, concurrency: number, work: (job: Job) => Promise<void>): Worker {
    const options = { connection: this.queues.pool, concurrency, ...crashRecovery } as unknown as WorkerOptions;
    const worker = new Worker(name, work, options, createPostgresBackend as never);
    worker.on('error', (error) => this.logger.warn(`${name}: ${error.message}`));
    worker.on('failed', (job, error) => this.logger.error(error, job?.name ?? name));
    return worker;
  }
}
