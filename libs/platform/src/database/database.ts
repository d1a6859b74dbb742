import { DomainError } from '@app/kernel';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { currentRequest, policyNotAsked } from '../access/request-context.js';
import { Failpoints } from '../failpoint.js';
import { isConnectionFailure, isRetryable } from './database-errors.js';
import { Tx } from './transaction.js';

const attempts = 3;

@Injectable()
export class Database {
  private readonly logger = new Logger(Database.name);

  constructor(
    private readonly source: DataSource,
    private readonly failpoints: Failpoints,
  ) {}

  /**
   * Runs `work` in one transaction (READ COMMITTED; a statement may take 10 s and wait 3 s for a lock).
   * Deadlocks, lost lock waits and serialisation failures are tried again, three times in all: `work` must have no
   * effect outside the database except through `tx.afterCommit`.
   * @throws {DomainError} `service.busy` after the third try, `service.unavailable` without a database
   * @throws {Error} when the request declares a policy that was not asked; nothing is committed
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once('write', work);
      } catch (error) {
        if (isConnectionFailure(error)) throw unavailable(error);
        if (!isRetryable(error)) throw error;
        if (attempt === attempts) throw new DomainError('service.busy', { retryAfterSeconds: 1 }, { cause: error });
        await pause(attempt * 20 + Math.random() * 80);
      }
    }
  }

  /**
   * Runs `work` in a read-only transaction with one snapshot (REPEATABLE READ).
   * @throws {DomainError} `service.unavailable` without a database
   */
  async read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    try {
      return await this.once('read', work);
    } catch (error) {
      if (isConnectionFailure(error)) throw unavailable(error);
      if (isRetryable(error)) throw new DomainError('service.busy', { retryAfterSeconds: 1 }, { cause: error });
      throw error;
    }
  }

  /**
   * Runs one statement that only reads, without a transaction around it: one round trip instead of three. For what every
   * request has to look up first.
   * @throws {DomainError} `service.unavailable` without a database
   */
  async query<Row = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const runner = this.source.createQueryRunner();
    try {
      return await new Tx(runner.manager).query<Row>(sql, parameters);
    } catch (error) {
      throw isConnectionFailure(error) ? unavailable(error) : error;
    } finally {
      await runner.release();
    }
  }

  private async once<T>(kind: 'read' | 'write', work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const tx = new Tx(runner.manager);
    try {
      // TypeORM sets the isolation level in a statement of its own, and knows nothing of READ ONLY.
      await (kind === 'write' ? runner.startTransaction() : runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY'));
      const result = await work(tx);
      const hooks = tx.end();
      if (kind === 'write') this.beforeCommit();
      await (kind === 'write' ? runner.commitTransaction() : runner.query('COMMIT'));
      this.runHooks(hooks);
      return result;
    } catch (error) {
      tx.end();
      // Lost between two statements: TypeORM has let go of the connection, and says to the next statement nothing but that.
      if (runner.isReleased) throw unavailable(error);
      // A connection that is gone cannot roll back and needs not: the server has done it.
      await (runner.isTransactionActive ? runner.rollbackTransaction() : runner.query('ROLLBACK')).catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private beforeCommit(): void {
    const record = currentRequest();
    const policy = policyNotAsked(record);
    if (policy) throw new Error(`The transaction would commit without the declared policy "${policy}" having been asked`);
    if (record?.name) this.failpoints.reach(`before-commit ${record.name}`);
  }

  private runHooks(hooks: readonly (() => void | Promise<void>)[]): void {
    for (const hook of hooks) {
      void Promise.resolve()
        .then(hook)
        .catch((error: unknown) => this.logger.error(error, 'after commit'));
    }
  }
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('service.unavailable', { retryAfterSeconds: 2 }, { cause });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
