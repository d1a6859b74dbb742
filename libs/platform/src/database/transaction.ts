import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';

/** Handle of an open transaction; the first parameter of everything that joins it. Throws when used after the end. */
export class Tx {
  private ended = false;
  private readonly hooks: (() => void | Promise<void>)[] = [];

  constructor(private readonly manager: EntityManager) {}

  /** TypeORM repository that works inside this transaction. */
  repo<Entity extends ObjectLiteral>(entity: EntityTarget<Entity>): Repository<Entity> {
    this.assertOpen();
    return this.manager.getRepository(entity);
  }

  /** Runs SQL with `$1…` parameters; rows come back as they are (for INSERT, UPDATE, DELETE: those of `RETURNING`). */
  async query<Row = Record<string, unknown>>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    this.assertOpen();
    const result = await this.manager.queryRunner!.query(sql, [...parameters], true);
    return (result.records ?? []) as Row[];
  }

  /** Runs once the transaction is committed, never when it is rolled back. Must not throw; a failure is logged. */
  afterCommit(hook: () => void | Promise<void>): void {
    this.assertOpen();
    this.hooks.push(hook);
  }

  /** Closes the handle and hands over the hooks; for `Database` only. */
  end(): readonly (() => void | Promise<void>)[] {
    this.ended = true;
    return this.hooks;
  }

  private assertOpen(): void {
    if (this.ended) throw new Error('The transaction has ended; an await is missing before it was used');
  }
}
