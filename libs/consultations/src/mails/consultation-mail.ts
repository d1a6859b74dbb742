import type { Language, Partstat } from '@app/contracts';
import type { Mail } from '@app/platform';
import { toItip } from './itip.js';
import { addressOf, spellClock, spellTime, toHtml } from './letter-parts.js';
import { type MailKind, type MailTexts, mailTexts } from './mail-texts.js';

/** Everything a mail is made of: times and addresses, nothing of the case. */
export interface MailFacts {
  readonly kind: MailKind;
  /** Id of the outbox row: the same mail sent again keeps its Message-ID. */
  readonly rowId: string;
  readonly consultationId: string;
  readonly receiver: {
    readonly email: string;
    readonly language: Language;
    readonly timeZone: string;
    readonly required: boolean;
    readonly partstat: Partstat;
  };
  readonly sitting: { readonly startsAt: Date; readonly endsAt: Date; readonly timeZone: string; readonly icalUid: string; readonly sequence: number };
  /** Times that were held for the sitting and are free again; they leave the receiver's calendar. */
  readonly released?: readonly ReleasedTime[];
  /** Origin of the links, without a trailing slash. */
  readonly publicUrl: string;
  /** The service's own address, as in a From header. */
  readonly from: string;
  readonly now: Date;
}

/** A time that was in the receiver's calendar tentatively. */
export interface ReleasedTime {
  readonly uid: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const methods: Partial<Record<MailKind, 'REQUEST' | 'CANCEL'>> = {
  invitation: 'REQUEST',
  confirmation: 'REQUEST',
  update: 'REQUEST',
  cancellation: 'CANCEL',
  standDown: 'CANCEL',
};

/** One mail in the receiver's language and time zone, with a calendar part where the receiver's calendar has to change. */
export function renderMail(facts: MailFacts): Mail {
  const { kind, receiver, sitting } = facts;
  const texts = mailTexts[receiver.language];
  // The consultation is closed to who is not needed in it.
  const url = `${facts.publicUrl}/${kind === 'standDown' ? 'own' : `consultations/${facts.consultationId}`}`;
  const time = spellTime(sitting.startsAt, receiver.timeZone, texts);
  const subject = spellSubject(texts, kind, time);
  const end = spellClock(sitting.endsAt, receiver.timeZone);
  const zone = receiver.timeZone === sitting.timeZone ? '' : ` (${receiver.timeZone})`;
  const [lead, times, next] = [texts.lead[kind], `${time}–${end}${zone}`, whatNext(texts, kind, receiver.partstat)];
  const method = methods[kind];
  const organizer = addressOf(facts.from);
  const entry = { now: facts.now, timeZone: receiver.timeZone, summary: texts.consultation, location: texts.place, url, organizer, receiver };
  return {
    to: receiver.email,
    subject,
    text: [lead, times, next, `${texts.link}: ${url}`, `--\n${texts.footer}`].join('\n\n'),
    html: toHtml(receiver.language, subject, { lead, times: [times], next }, { url, label: texts.link }, texts.footer),
    messageId: `${facts.rowId}@${organizer.email.split('@')[1]}`,
    ...(method && { ical: { method, content: toItip({ ...entry, method, uid: sitting.icalUid, sequence: sitting.sequence, startsAt: sitting.startsAt, endsAt: sitting.endsAt }) } }),
    attachments: (facts.released ?? []).map((time) => ({ method: 'CANCEL', content: toItip({ ...entry, ...time, method: 'CANCEL', sequence: 1 }) })),
  };
}

function whatNext(texts: MailTexts, kind: MailKind, partstat: Partstat): string {
  if (partstat === 'accepted' && (kind === 'invitation' || kind === 'confirmation' || kind === 'update')) return texts.noted;
  return partstat === 'needs-action' && kind === 'reminder' ? texts.unanswered : texts.next[kind];
}

function spellSubject(texts: MailTexts, kind: MailKind, time: string): string {
  const pattern = texts.subject[kind];
  const noun = pattern.startsWith('$') ? texts.consultation : texts.consultation.toLowerCase();
  return pattern.replace('$', () => `${noun} ${time}`);
}
