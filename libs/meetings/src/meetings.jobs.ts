import { OutboxHandler, type OutboxHandling, type OutboxOutcome, type OutboxRow } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { EndingsService } from './endings.service.js';
import { EvictionsService } from './evictions.service.js';

@OutboxHandler('evict-participant')
@Injectable()
export class EvictParticipant implements OutboxHandling {
  constructor(private readonly evictions: EvictionsService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return each(rows, ({ subjectId }) => this.evictions.evict(subjectId));
  }
}

@OutboxHandler('close-room')
@Injectable()
export class CloseRoom implements OutboxHandling {
  constructor(private readonly endings: EndingsService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return each(rows, ({ subjectId }) => this.endings.closeRooms(subjectId));
  }
}

/** One room's failure is no reason to repeat the others. */
function each(rows: readonly OutboxRow[], work: (row: OutboxRow) => Promise<void>): Promise<OutboxOutcome[]> {
  return Promise.all(
    rows.map((row) =>
      work(row).then(
        (): OutboxOutcome => ({ id: row.id, status: 'done' }),
        (): OutboxOutcome => ({ id: row.id, status: 'retry', error: 'media_server_failed' }),
      ),
    ),
  );
}
