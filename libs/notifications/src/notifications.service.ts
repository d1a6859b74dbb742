import type { InputOf, Notification, NotificationKind, OutputOf, routes } from '@app/contracts';
import { Clock, keyPart, newId, readCursor, writeCursor } from '@app/kernel';
import { type Actor, Database, isPermanentMailError, type Mail, MailTransport, type OutboxOutcome, Realtime, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import type { NotificationEntity } from './notification.entity.js';
import { NotificationsRepository } from './notifications.repository.js';

type Routes = typeof routes.notifications;

const pageSize = 30;

/** A line for somebody's bell. */
export interface BellEntry {
  readonly personId: string;
  readonly kind: NotificationKind;
  readonly consultationId: string;
  /** Tells repeated lines of one kind and version apart, e.g. `-P1D`. */
  readonly occasion?: string | null;
  /** SEQUENCE of the sitting. */
  readonly version: number;
  readonly startsAt?: Date | null;
}

/** How people are told: the bell in the app, and mail. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly repository: NotificationsRepository,
    private readonly mail: MailTransport,
    private readonly realtime: Realtime,
    private readonly clock: Clock,
  ) {}

  /** What the bell shows, newest first, with the number of unread lines in all. */
  async list(actor: Actor, { query }: InputOf<Routes['list']>): Promise<OutputOf<Routes['list']>> {
    const [olderThan] = readCursor(query.cursor, [keyPart.id]) ?? [];
    return this.database.read(async (tx) => {
      const rows = await this.repository.find(tx, actor.personId, olderThan ?? null, pageSize + 1);
      const page = rows.slice(0, pageSize);
      const last = page.at(-1);
      return {
        items: page.map(present),
        unread: await this.repository.countUnread(tx, actor.personId),
        next: rows.length > pageSize && last ? writeCursor([last.id]) : null,
      };
    });
  }

  /** Marks own lines as read; other tabs of the person hear of it. */
  async markRead(actor: Actor, { body }: InputOf<Routes['read']>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.markRead(tx, actor.personId, body.ids, this.clock.now());
      this.tell(tx, [actor.personId]);
    });
  }

  /** Adds lines to bells; saying the same thing again changes nothing. */
  async bell(tx: Tx, entries: BellEntry | readonly BellEntry[]): Promise<void> {
    const list = [entries].flat() as BellEntry[];
    if (list.length === 0) return;
    const createdAt = this.clock.now();
    await this.repository.insertOnce(
      tx,
      list.map(({ occasion = null, startsAt = null, ...entry }) => ({ ...entry, id: newId(), occasion, startsAt, createdAt, readAt: null })),
    );
    this.tell(tx, list.map(({ personId }) => personId));
  }

  /** Hands the mail of an outbox row to the mail server, waits for its answer and says what becomes of the row. Never inside a transaction. */
  async deliver(rowId: string, mail: Mail): Promise<OutboxOutcome> {
    try {
      await this.mail.send(mail);
      return { id: rowId, status: 'done' };
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      return { id: rowId, status: isPermanentMailError(error) ? 'dead' : 'retry', error: `mail ${code ?? ''} ${responseCode ?? ''}`.trim() };
    }
  }

  private tell(tx: Tx, personIds: readonly string[]): void {
    const rooms = [...new Set(personIds)].map((personId) => `person:${personId}`);
    tx.afterCommit(() => this.realtime.notify(rooms, { topic: 'notifications', id: null }));
  }
}

function present(row: NotificationEntity): Notification {
  return {
    id: row.id,
    kind: row.kind,
    consultationId: row.consultationId,
    startsAt: row.startsAt?.toISOString() ?? null,
    occasion: row.occasion,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  };
}
