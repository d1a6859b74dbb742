import { type Contact, PeopleService } from '@app/accounts';
import type { NotificationKind } from '@app/contracts';
import { Clock } from '@app/kernel';
import { type BellEntry, NotificationsService } from '@app/notifications';
import { Config, Database, type OutboxOutcome, type OutboxRow, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { after, type Held } from '../consultation.rules.js';
import { ConsultationsRepository } from '../consultations.repository.js';
import type { HoldTimeEntity } from '../holds/hold.entity.js';
import { HoldsRepository } from '../holds/holds.repository.js';
import { heldTimeUid } from '../ical-uid.js';
import { type MailFacts, type ReleasedTime, renderMail } from './consultation-mail.js';
import type { MailKind } from './mail-texts.js';

/** A row whose mail still has to go. */
interface Due {
  readonly row: OutboxRow;
  readonly held: Held;
  /** Whom the mail is about: the receiver, or for a decline notice the one who has declined. Null for who has been stood down. */
  readonly about: Held['participants'][number] | null;
  readonly contact: Contact;
  /** Times held for the sitting that are free again. */
  readonly released: readonly ReleasedTime[];
}

const bells: Readonly<Record<MailKind, NotificationKind>> = {
  invitation: 'invited',
  update: 'moved',
  cancellation: 'cancelled',
  confirmation: 'confirmed',
  reminder: 'reminder',
  declineNotice: 'declined',
  standDown: 'stood_down',
};

/** Letters that take the other times of a hold out of calendars; a change may follow so soon that it comes in the place of a confirmation. */
const closing: readonly MailKind[] = ['confirmation', 'update', 'cancellation', 'standDown'];

/** Carries out the outbox rows that tell people about a sitting: by the bell and by mail. */
@Injectable()
export class LettersService {
  constructor(
    private readonly database: Database,
    private readonly repository: ConsultationsRepository,
    private readonly holds: HoldsRepository,
    private readonly people: PeopleService,
    private readonly notifications: NotificationsService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Looks at what is true now, rings the bells and sends the mails at once. A row about a time that has changed since, a
   * cancelled meeting or somebody who has declined is `cancelled`: nothing is sent for it.
   */
  async deliver(kind: MailKind, rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    const due = await this.database.transaction(async (tx) => {
      const found = (await this.load(tx, kind, rows)).filter((one) => stillTrue(kind, one));
      const timely = found.filter(({ held }) => !this.isLate(kind, held));
      await this.notifications.bell(tx, timely.filter((one) => rings(kind, one)).map((one) => toBell(kind, one)));
      return new Map(found.map((one) => [one.row.id, one]));
    });
    return Promise.all(
      rows.map(async ({ id }): Promise<OutboxOutcome> => {
        const one = due.get(id);
        if (!one) return { id, status: 'cancelled' };
        return this.isLate(kind, one.held) ? { id, status: 'missed' } : this.send(kind, one);
      }),
    );
  }

  private async load(tx: Tx, kind: MailKind, rows: readonly OutboxRow[]): Promise<Due[]> {
    const subjects = [...new Set(rows.map(({ subjectId }) => subjectId))];
    const aboutOthers = kind === 'declineNotice';
    const helds = await (aboutOthers ? this.repository.findByParticipations(tx, subjects) : this.repository.findBySittings(tx, subjects));
    const contacts = await this.people.contacts(tx, [...new Set(rows.flatMap(({ recipientId }) => recipientId ?? []))]);
    const closed = closing.includes(kind) ? await this.holds.timesOf(tx, subjects) : new Map<string, HoldTimeEntity[]>();
    return rows.flatMap((row) => {
      const held = helds.find(({ sitting, participants }) => sitting.id === row.subjectId || participants.some(({ id }) => id === row.subjectId));
      const about = held?.participants.find((one) => (aboutOthers ? one.id === row.subjectId : one.personId === row.recipientId));
      const contact = row.recipientId === null ? undefined : contacts.get(row.recipientId);
      if (!held || !contact || contact.disabled || (!about && kind !== 'standDown')) return [];
      const times = (closed.get(held.sitting.id) ?? []).map(({ id, startsAt, endsAt }) => ({ uid: heldTimeUid(held.sitting, id), startsAt, endsAt }));
      return [{ row, held, about: about ?? null, contact, released: times.filter(({ uid }) => uid !== held.sitting.icalUid) }];
    });
  }

  private async send(kind: MailKind, { row, held, about, contact, released }: Due): Promise<OutboxOutcome> {
    const facts: MailFacts = {
      kind,
      rowId: row.id,
      consultationId: held.consultation.id,
      receiver: { email: contact.email, language: contact.language, timeZone: contact.timeZone, required: about?.required ?? false, partstat: about?.partstat ?? 'needs-action' },
      sitting: held.sitting,
      released,
      publicUrl: this.config.http.publicUrl,
      from: this.config.mail.from,
      now: this.clock.now(),
    };
    return this.notifications.deliver(row.id, renderMail(facts));
  }

  /** A reminder of a meeting that has begun reminds of nothing. */
  private isLate(kind: MailKind, { sitting }: Held): boolean {
    return kind === 'reminder' && sitting.startsAt <= this.clock.now();
  }
}

function stillTrue(kind: MailKind, { row, held, about }: Due): boolean {
  // Somebody who was stood down may be back meanwhile; a cancellation does not reach them.
  if (kind === 'standDown') return about === null || about.partstat === 'declined';
  if (about === null || row.version !== held.sitting.sequence) return false;
  if ((about.partstat === 'declined') !== (kind === 'declineNotice')) return false;
  const { state } = held.consultation;
  return kind === 'cancellation' ? state === 'cancelled' : after('respond', state) !== null;
}

/** Nobody is told by the bell of a booking of one's own. */
function rings(kind: MailKind, { row, held }: Due): boolean {
  return kind !== 'invitation' || row.recipientId !== held.consultation.bookedBy;
}

function toBell(kind: MailKind, { row, held, contact }: Due): BellEntry {
  const { personId } = contact;
  const { id: consultationId } = held.consultation;
  return { personId, kind: bells[kind], consultationId, occasion: row.occasion, version: row.version, startsAt: held.sitting.startsAt };
}
