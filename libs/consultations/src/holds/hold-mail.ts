import type { Language } from '@app/contracts';
import type { Mail } from '@app/platform';
import { toItip } from '../mails/itip.js';
import { addressOf, spellClock, spellTime, toHtml } from '../mails/letter-parts.js';
import { mailTexts } from '../mails/mail-texts.js';
import { type HoldMailKind, holdMailTexts } from './hold-mail-texts.js';

/** Everything a mail about held times is made of: times and addresses, nothing of the case. */
export interface HoldMailFacts {
  readonly kind: HoldMailKind;
  /** Id of the outbox row: the same mail sent again keeps its Message-ID. */
  readonly rowId: string;
  readonly holdId: string;
  readonly receiver: { readonly email: string; readonly language: Language; readonly timeZone: string; readonly required: boolean };
  /** IANA zone the times were given in. */
  readonly timeZone: string;
  /** The receiver's own ones, where it asks; all, where it reports. */
  readonly times: readonly { readonly uid: string; readonly startsAt: Date; readonly endsAt: Date }[];
  readonly expiresAt: Date;
  readonly publicUrl: string;
  readonly from: string;
  readonly now: Date;
}

/** Asking puts tentative entries into the receiver's calendar, releasing takes them out; each time is an iTIP object of its own. */
const methods: Partial<Record<HoldMailKind, 'REQUEST' | 'CANCEL'>> = { times: 'REQUEST', timesReleased: 'CANCEL' };

/** One mail in the receiver's language and time zone. */
export function renderHoldMail(facts: HoldMailFacts): Mail {
  const { kind, receiver, publicUrl } = facts;
  const [words, texts] = [holdMailTexts[receiver.language], mailTexts[receiver.language]];
  const url = `${publicUrl}/holds/${facts.holdId}`;
  const zone = receiver.timeZone === facts.timeZone ? '' : ` (${receiver.timeZone})`;
  const times = facts.times.map(({ startsAt, endsAt }) => `${spellTime(startsAt, receiver.timeZone, texts)}–${spellClock(endsAt, receiver.timeZone)}${zone}`);
  const asks = kind === 'times' || kind === 'timesReminder';
  const next = asks ? `${words.next[kind]} ${words.answerBy.replace('$', () => spellTime(facts.expiresAt, receiver.timeZone, texts))}` : words.next[kind];
  const organizer = addressOf(facts.from);
  const method = methods[kind];
  const entry = { now: facts.now, timeZone: receiver.timeZone, summary: texts.consultation, location: texts.place, url, organizer };
  const attendee = { email: receiver.email, required: receiver.required, partstat: 'needs-action' as const };
  return {
    to: receiver.email,
    subject: words.subject[kind],
    text: [words.lead[kind], times.join('\n'), next, `${texts.link}: ${url}`, `--\n${texts.footer}`].join('\n\n'),
    html: toHtml(receiver.language, words.subject[kind], { lead: words.lead[kind], times, next }, { url, label: texts.link }, texts.footer),
    messageId: `${facts.rowId}@${organizer.email.split('@')[1]}`,
    attachments: method
      ? facts.times.map((time) => ({ method, content: toItip({ ...entry, ...time, method, tentative: true, sequence: method === 'CANCEL' ? 1 : 0, receiver: attendee }) }))
      : [],
  };
}
