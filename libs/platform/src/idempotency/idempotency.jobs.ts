import { Clock } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Recurring } from '../jobs/recurring.decorator.js';

const keptDays = 7;

@Injectable()
export class IdempotencyJobs {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  @Recurring('forget-idempotency-keys', 3_600_000)
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - keptDays * 86_400_000);
    await this.database.transaction((tx) => tx.query(`DELETE FROM idempotency_key WHERE created_at < $1`, [before]));
  }
}
