import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { JobQueues } from './job-queues.js';
import { RECURRING, type RecurringMetadata } from './recurring.decorator.js';

interface RecurringJob extends RecurringMetadata {
  readonly run: () => Promise<void>;
}

/** The methods marked `@Recurring`, by name. */
@Injectable()
export class RecurringJobs {
  private readonly jobs = new Map<string, RecurringJob>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws {Error} when two methods have the same name */
  discover(): void {
    const instances = new Set(this.discovery.getProviders().map(({ instance }) => instance as unknown));
    for (const instance of instances) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, () => Promise<void>> | null;
      for (const method of prototype ? this.scanner.getAllMethodNames(prototype) : []) {
        const found = Reflect.getMetadata(RECURRING, prototype![method]!) as RecurringMetadata | undefined;
        if (!found) continue;
        if (this.jobs.has(found.name)) throw new Error(`two recurring jobs are called ${found.name}`);
        this.jobs.set(found.name, { ...found, run: () => prototype![method]!.call(instance) });
      }
    }
  }

  /** Makes the schedules of all jobs and drops those of jobs that are gone. */
  async schedule({ schedule: queue }: JobQueues): Promise<void> {
    for (const { name, everyMilliseconds } of this.jobs.values()) {
      await queue.upsertJobScheduler(name, { every: everyMilliseconds }, { name });
    }
    for (const { key } of await queue.getJobSchedulers()) {
      if (!this.jobs.has(key)) await queue.removeJobScheduler(key);
    }
  }

  async run(name: string): Promise<void> {
    await this.jobs.get(name)?.run();
  }
}
