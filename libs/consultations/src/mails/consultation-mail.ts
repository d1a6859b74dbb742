import type { Language, Partstat } from '@app/contracts';
import type { Mail } from '@app/platform';
import { Temporal } from 'temporal-polyfill';
import { toItip } from './itip.js';
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
  /** Origin of the links, without a trailing slash. */
  readonly publicUrl: string;
  /** The service's own address, as in a From header. */
  readonly from: string;
  readonly now: Date;
}

const methods: Partial<Record<MailKind, 'REQUEST' | 'CANCEL'>> = { invitation: 'REQUEST', update: 'REQUEST', cancellation: 'CANCEL' };

/** One mail in the receiver's language and time zone, with a calendar part where the receiver's calendar has to change. */
export function renderMail(facts: MailFacts): Mail {
  const { kind, receiver, sitting } = facts;
  const texts = mailTexts[receiver.language];
  const url = `${facts.publicUrl}/consultations/${facts.consultationId}`;
  const time = spellTime(sitting.startsAt, receiver.timeZone, texts);
  const subject = spellSubject(texts, kind, time);
  const end = spellClock(sitting.endsAt, receiver.timeZone);
  const zone = receiver.timeZone === sitting.timeZone ? '' : ` (${receiver.timeZone})`;
  const lines = [texts.lead[kind], `${time}–${end}${zone}`, whatNext(texts, kind, receiver.partstat)];
  const method = methods[kind];
  const organizer = addressOf(facts.from);
  return {
    to: receiver.email,
    subject,
    text: [...lines, `${texts.link}: ${url}`, `--\n${texts.footer}`].join('\n\n'),
    html: toHtml(receiver.language, subject, lines, { url, label: texts.link }, texts.footer),
    messageId: `${facts.rowId}@${organizer.email.split('@')[1]}`,
    ...(method && {
      ical: {
        method,
        content: toItip({
          method,
          uid: sitting.icalUid,
          sequence: sitting.sequence,
          startsAt: sitting.startsAt,
          endsAt: sitting.endsAt,
          now: facts.now,
          timeZone: receiver.timeZone,
          summary: texts.consultation,
          location: texts.place,
          url,
          organizer,
          receiver,
        }),
      },
    }),
  };
}

function whatNext(texts: MailTexts, kind: MailKind, partstat: Partstat): string {
  if (partstat === 'accepted' && (kind === 'invitation' || kind === 'update')) return texts.noted;
  return partstat === 'needs-action' && kind === 'reminder' ? texts.unanswered : texts.next[kind];
}

function spellSubject(texts: MailTexts, kind: MailKind, time: string): string {
  const pattern = texts.subject[kind];
  const noun = pattern.startsWith('$') ? texts.consultation : texts.consultation.toLowerCase();
  return pattern.replace('$', () => `${noun} ${time}`);
}

/** As people write it: `ke 18.3.2026 klo 9.00`. */
function spellTime(at: Date, timeZone: string, texts: MailTexts): string {
  const { day, month, year, dayOfWeek } = inZone(at, timeZone);
  return `${texts.weekdays[dayOfWeek - 1]} ${day}.${month}.${year} ${texts.at} ${spellClock(at, timeZone)}`;
}

function spellClock(at: Date, timeZone: string): string {
  const { hour, minute } = inZone(at, timeZone);
  return `${hour}.${String(minute).padStart(2, '0')}`;
}

function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function addressOf(from: string): { name: string; email: string } {
  const email = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const name = from.replace(/<[^<>]*>\s*$/, '').replace(/"/g, '').trim();
  return { name: name && name !== email ? name : 'Neuvo', email };
}

function toHtml(language: Language, title: string, lines: readonly string[], link: { url: string; label: string }, footer: string): string {
  const [lead = '', time = '', next = ''] = lines.map(escapeHtml);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family:'Source Sans 3',Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2733">
<p>${lead}</p>
<p style="font-size:20px;font-weight:600">${time}</p>
<p>${next}</p>
<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>
<p style="font-size:13px;color:#57606a">${escapeHtml(footer)}</p>
</body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
