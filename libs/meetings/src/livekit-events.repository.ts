import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { LiveKitEventEntity } from './livekit-event.entity.js';

@Injectable()
export class LiveKitEventsRepository {
  /** Stores an event; one that is there already is left as it is. */
  async add(tx: Tx, event: LiveKitEventEntity): Promise<void> {
    await tx.repo(LiveKitEventEntity).createQueryBuilder().insert().values(event).orIgnore().execute();
  }

  /** The oldest events nobody has worked on and nobody is working on. */
  async takeWaiting(tx: Tx, limit: number): Promise<LiveKitEventEntity[]> {
    return tx
      .repo(LiveKitEventEntity)
      .createQueryBuilder('event')
      .where('event.processed_at IS NULL')
      .orderBy('event.received_at')
      .limit(limit)
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getMany();
  }

  async markProcessed(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    await tx.query(`UPDATE livekit_event SET processed_at = $2 WHERE id = ANY($1::text[])`, [ids, at]);
  }
}
