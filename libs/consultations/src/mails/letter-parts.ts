import type { Language } from '@app/contracts';
import { Temporal } from 'temporal-polyfill';
import type { MailTexts } from './mail-texts.js';

/** As people write it: `ke 18.3.2026 klo 9.00`. */
export function spellTime(at: Date, timeZone: string, texts: MailTexts): string {
  const { day, month, year, dayOfWeek } = inZone(at, timeZone);
  return `${texts.weekdays[dayOfWeek - 1]} ${day}.${month}.${year} ${texts.at} ${spellClock(at, timeZone)}`;
}

/** `9.00` */
export function spellClock(at: Date, timeZone: string): string {
  const { hour, minute } = inZone(at, timeZone);
  return `${hour}.${String(minute).padStart(2, '0')}`;
}

function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

/** Name and address of a From header. */
export function addressOf(from: string): { name: string; email: string } {
  const email = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const name = from.replace(/<[^<>]*>\s*$/, '').replace(/"/g, '').trim();
  return { name: name && name !== email ? name : 'Neuvo', email };
}

/** The HTML part of a letter; nothing in it but what is given. */
export function toHtml(
  language: Language,
  title: string,
  { lead, times, next }: { lead: string; times: readonly string[]; next: string },
  link: { url: string; label: string },
  footer: string,
): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font-family:'Source Sans 3',Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2733">
<p>${escapeHtml(lead)}</p>
<p style="font-size:20px;font-weight:600">${times.map(escapeHtml).join('<br>')}</p>
<p>${escapeHtml(next)}</p>
<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>
<p style="font-size:13px;color:#57606a">${escapeHtml(footer)}</p>
</body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
