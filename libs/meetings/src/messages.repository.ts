import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { MessageEntity } from './message.entity.js';

@Injectable()
export class MessagesRepository {
  /** Whether the message is new. */
  async add(tx: Tx, message: MessageEntity): Promise<boolean> {
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO message (id, sitting_id, consultation_id, person_id, text, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO NOTHING RETURNING id`,
      [message.id, message.sittingId, message.consultationId, message.personId, message.text, message.sentAt],
    );
    return rows.length > 0;
  }

  find(tx: Tx, id: string): Promise<MessageEntity | null> {
    return tx.repo(MessageEntity).findOneBy({ id });
  }

  list(tx: Tx, consultationId: string): Promise<MessageEntity[]> {
    return tx.repo(MessageEntity).find({ where: { consultationId }, order: { sentAt: 'ASC', id: 'ASC' } });
  }
}
