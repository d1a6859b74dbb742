import { type Contact, PeopleService } from '@app/accounts';
import type { NotificationKind } from '@app/contracts';
import { Clock } from '@app/kernel';
import { type BellEntry, NotificationsService } from '@app/notifications';
import { Config, Database, type OutboxOutcome, type OutboxRow, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { heldTimeUid } from '../ical-uid.js';
import { renderHoldMail } from './hold-mail.js';
import type { HoldMailKind } from './hold-mail-texts.js';
import { HoldsRepository } from './holds.repository.js';
import { holdState } from './holds.presenter.js';
import { type HoldRecord, wasAsked } from './hold.rules.js';

/** A row whose mail still has to go. */
interface Due {
  readonly row: OutboxRow;
  readonly record: HoldRecord;
  readonly contact: Contact;
}

const bells: Readonly<Record<HoldMailKind, NotificationKind>> = {
  times: 'asked',
  timesReminder: 'asked',
  timesReleased: 'hold_released',
  holdStuck: 'hold_stuck',
  holdExpired: 'hold_expired',
};

/** Carries out the outbox rows that tell people about held times: by the bell and by mail. */
@Injectable()
export class HoldLettersService {
  constructor(
    private readonly database: Database,
    private readonly repository: HoldsRepository,
    private readonly people: PeopleService,
    private readonly notifications: NotificationsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Looks at what is true now, rings the bells and sends the mails; what has lost its object is `cancelled`. */
  async deliver(kind: HoldMailKind, rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    if (rows.length === 0) return [];
    const due = await this.database.transaction(async (tx) => {
      const found = (await this.load(tx, rows)).filter((one) => this.stillTrue(kind, one));
      await this.notifications.bell(tx, found.map((one) => toBell(kind, one)));
      return new Map(found.map((one) => [one.row.id, one]));
    });
    return Promise.all(
      rows.map(async ({ id }): Promise<OutboxOutcome> => {
        const one = due.get(id);
        return one ? this.send(kind, one) : { id, status: 'cancelled' };
      }),
    );
  }

  private async load(tx: Tx, rows: readonly OutboxRow[]): Promise<Due[]> {
    const records = new Map<string, HoldRecord | null>();
    for (const id of new Set(rows.map(({ subjectId }) => subjectId))) records.set(id, await this.repository.findBySitting(tx, id));
    const contacts = await this.people.contacts(tx, [...new Set(rows.flatMap(({ recipientId }) => recipientId ?? []))]);
    return rows.flatMap((row) => {
      const record = records.get(row.subjectId);
      const contact = row.recipientId === null ? undefined : contacts.get(row.recipientId);
      return record && contact && !contact.disabled ? [{ row, record, contact }] : [];
    });
  }

  private stillTrue(kind: HoldMailKind, { record, contact }: Due): boolean {
    const state = holdState(record, this.clock.now());
    if (kind === 'holdStuck') return state === 'open' && record.hold.stuck;
    if (kind === 'holdExpired') return state === 'expired';
    if (kind === 'timesReleased') return state === 'released' || state === 'expired';
    const asked = record.participants.find(({ personId, standing }) => personId === contact.personId && standing === 'in');
    return state === 'open' && wasAsked(record, contact.personId) && asked?.respondedAt === null;
  }

  private async send(kind: HoldMailKind, { row, record, contact }: Due): Promise<OutboxOutcome> {
    const { consultation, sitting, hold } = record;
    const me = record.participants.find(({ personId }) => personId === contact.personId);
    const own = new Set(record.answers.filter(({ participationId, held }) => participationId === me?.id && held).map(({ timeId }) => timeId));
    const asks = kind === 'times' || kind === 'timesReminder';
    const mail = renderHoldMail({
      kind,
      rowId: row.id,
      holdId: consultation.id,
      receiver: { email: contact.email, language: contact.language, timeZone: contact.timeZone, required: me?.required ?? false },
      timeZone: sitting.timeZone,
      times: record.times.filter(({ id }) => !asks || own.has(id)).map(({ id, startsAt, endsAt }) => ({ uid: heldTimeUid(sitting, id), startsAt, endsAt })),
      expiresAt: hold.expiresAt,
      publicUrl: this.config.http.publicUrl,
      from: this.config.mail.from,
      now: this.clock.now(),
    });
    return this.notifications.deliver(row.id, mail);
  }
}

function toBell(kind: HoldMailKind, { row, record, contact }: Due): BellEntry {
  const occasion = kind === 'timesReminder' ? 'unanswered' : row.occasion;
  return { personId: contact.personId, kind: bells[kind], consultationId: record.consultation.id, occasion, version: row.version, startsAt: record.times[0]?.startsAt ?? null };
}
