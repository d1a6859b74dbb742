import { Clock } from '@app/kernel';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { OutboxOutcome, OutboxRow } from './outbox-handler.js';
import { OutboxHandlers } from './outbox-handlers.js';
import { type OutboxClaim, OutboxRepository, type OutboxSettlement } from './outbox.repository.js';
import { pauseSeconds, triesBeforeDead } from './retry.rules.js';

/** Carries out the rows of one job, chunk by chunk: a killed worker leaves at most one chunk in doubt per job. */
@Injectable()
export class OutboxDelivery {
  private readonly logger = new Logger(OutboxDelivery.name);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly handlers: OutboxHandlers,
    private readonly outbox: OutboxRepository,
  ) {}

  async deliver({ claimId, kind, ids }: OutboxClaim): Promise<void> {
    const size = this.config.mail.connections;
    for (let start = 0; start < ids.length; start += size) {
      const rows = await this.outbox.start(claimId, ids.slice(start, start + size));
      if (rows.length === 0) continue;
      const outcomes = new Map((await this.handle(kind, rows)).map((outcome) => [outcome.id, outcome]));
      await this.outbox.settle(claimId, rows.map((row) => this.settlement(row, outcomes.get(row.id))));
    }
  }

  private async handle(kind: string, rows: readonly OutboxRow[]): Promise<readonly OutboxOutcome[]> {
    try {
      return await this.handlers.of(kind).handle(rows);
    } catch (error) {
      this.logger.error(error, kind);
      return rows.map(({ id }) => ({ id, status: 'retry', error: error instanceof Error ? error.name : 'unknown' }));
    }
  }

  private settlement(row: OutboxRow, outcome: OutboxOutcome | undefined): OutboxSettlement {
    const { id } = row;
    if (outcome === undefined) return { id, status: 'dead', error: 'no outcome', dueAt: null };
    if (outcome.status !== 'retry') {
      return { id, status: outcome.status, error: 'error' in outcome ? outcome.error : null, dueAt: null };
    }
    if (row.attempts >= triesBeforeDead) return { id, status: 'dead', error: outcome.error, dueAt: null };
    const dueAt = new Date(this.clock.now().getTime() + pauseSeconds(row.attempts, Math.random()) * 1000);
    return { id, status: 'planned', error: outcome.error, dueAt };
  }
}
