import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan } from 'typeorm';
import { NotificationEntity } from './notification.entity.js';

@Injectable()
export class NotificationsRepository {
  /** Adds lines; one that is there already (same person, kind, consultation, version, occasion) stays as it is. */
  async insertOnce(tx: Tx, rows: readonly NotificationEntity[]): Promise<void> {
    await tx.repo(NotificationEntity).createQueryBuilder().insert().values([...rows]).orIgnore().execute();
  }

  /** Lines of a person, newest first, older than the given id. */
  async find(tx: Tx, personId: string, olderThan: string | null, limit: number): Promise<NotificationEntity[]> {
    const where = { personId, ...(olderThan !== null && { id: LessThan(olderThan) }) };
    return tx.repo(NotificationEntity).find({ where, order: { id: 'DESC' }, take: limit });
  }

  async countUnread(tx: Tx, personId: string): Promise<number> {
    return tx.repo(NotificationEntity).countBy({ personId, readAt: IsNull() });
  }

  /** Marks the person's own unread lines; without ids all of them. */
  async markRead(tx: Tx, personId: string, ids: readonly string[] | undefined, readAt: Date): Promise<void> {
    const where = { personId, readAt: IsNull(), ...(ids && { id: In([...ids]) }) };
    await tx.repo(NotificationEntity).update(where, { readAt });
  }
}
