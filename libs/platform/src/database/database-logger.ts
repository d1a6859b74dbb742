import { Logger } from '@nestjs/common';
import type { Logger as TypeOrmLogger } from 'typeorm';

const slowMilliseconds = 500;

/** Logs statements without their parameters: those may hold content. */
export class DatabaseLogger implements TypeOrmLogger {
  static readonly slowMilliseconds = slowMilliseconds;
  private readonly logger = new Logger('Sql');

  logQuery(): void {}

  logQueryError(error: string | Error): void {
    const state = typeof error === 'object' && 'code' in error ? String(error.code) : 'error';
    this.logger.debug(`statement failed: ${state}`);
  }

  logQuerySlow(milliseconds: number, statement: string): void {
    this.logger.warn(`statement took ${milliseconds} ms: ${statement.replace(/\s+/g, ' ').slice(0, 200)}`);
  }

  logSchemaBuild(): void {}

  logMigration(message: string): void {
    this.logger.log(message);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(message);
  }
}
