import { describe, expect, it } from '@jest/globals';
import type { Language } from '@app/contracts';
import ICAL from 'ical.js';
import { type MailFacts, renderMail } from './consultation-mail.js';
import type { MailKind } from './mail-texts.js';

function facts(changes: Omit<Partial<MailFacts>, 'receiver' | 'sitting'> & { receiver?: Partial<MailFacts['receiver']>; sitting?: Partial<MailFacts['sitting']> } = {}): MailFacts {
  const { receiver, sitting, ...rest } = changes;
  return {
    kind: 'invitation',
    rowId: '01990000-0000-7000-8000-000000000001',
    consultationId: '01990000-0000-7000-8000-000000000002',
    receiver: { email: 'eero@example.invalid', language: 'fi', timeZone: 'Europe/Helsinki', required: true, partstat: 'needs-action', ...receiver },
    sitting: {
      startsAt: new Date('2026-03-18T07:00:00Z'),
      endsAt: new Date('2026-03-18T08:00:00Z'),
      timeZone: 'Europe/Helsinki',
      icalUid: '01990000-0000-7000-8000-000000000003@neuvo.example',
      sequence: 2,
      ...sitting,
    },
    publicUrl: 'https://neuvo.example',
    from: 'Neuvo <neuvo@neuvo.example>',
    now: new Date('2026-03-01T10:00:00Z'),
    ...rest,
  };
}

function parse(changes: Parameters<typeof facts>[0] = {}) {
  const content = renderMail(facts(changes)).ical?.content ?? '';
  const calendar = new ICAL.Component(ICAL.parse(content) as string);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as InstanceType<typeof ICAL.Component>);
  return { content, calendar, event };
}

describe('renderMail', () => {
  it.each([
    ['fi', 'invitation', 'Konsultaatio ke 18.3.2026 klo 9.00'],
    ['sv', 'invitation', 'Konsultation ons 18.3.2026 kl. 9.00'],
    ['en', 'invitation', 'Consultation Wed 18.3.2026 at 9.00'],
    ['fi', 'update', 'Uusi aika: konsultaatio ke 18.3.2026 klo 9.00'],
    ['sv', 'cancellation', 'Inställd: konsultation ons 18.3.2026 kl. 9.00'],
    ['en', 'reminder', 'Reminder: consultation Wed 18.3.2026 at 9.00'],
    ['fi', 'declineNotice', 'Osallistuja estynyt: konsultaatio ke 18.3.2026 klo 9.00'],
  ] as const)('says in %s for %s: %s', (language: Language, kind: MailKind, subject) => {
    expect(renderMail(facts({ kind, receiver: { language } })).subject).toBe(subject);
  });

  it('uses the clock of the receiver and names the zone where it differs from the meeting', () => {
    const mail = renderMail(facts({ receiver: { timeZone: 'Europe/Stockholm', language: 'sv' } }));
    expect(mail.subject).toBe('Konsultation ons 18.3.2026 kl. 8.00');
    expect(mail.text).toContain('ons 18.3.2026 kl. 8.00–9.00 (Europe/Stockholm)');
  });

  it('links to the consultation, asks to answer in Neuvo and keeps its Message-ID', () => {
    const [first, again] = [renderMail(facts()), renderMail(facts())];
    expect(first.text).toContain('https://neuvo.example/consultations/01990000-0000-7000-8000-000000000002');
    expect(first.text).toContain('Vastaa kutsuun Neuvossa');
    expect(first.messageId).toBe('01990000-0000-7000-8000-000000000001@neuvo.example');
    expect(again.messageId).toBe(first.messageId);
  });

  it('leads those who are not needed to their own consultations, for this one is closed to them', () => {
    const { text, html } = renderMail(facts({ kind: 'standDown' }));
    expect(text).toContain('https://neuvo.example/own');
    expect(`${text}${html}`).not.toContain('/consultations/');
  });

  it('does not ask those for an answer who are marked as coming', () => {
    expect(renderMail(facts({ receiver: { partstat: 'accepted' } })).text).toContain('vastausta ei tarvita');
    expect(renderMail(facts({ kind: 'reminder' })).text).toContain('Et ole vielä vastannut');
  });

  it('escapes what it puts into HTML', () => {
    expect(renderMail(facts({ publicUrl: 'https://a.example/?x="><b>' })).html).not.toContain('"><b>');
  });

  it('has a calendar part only where the calendar of the receiver changes', () => {
    const methods = (['invitation', 'update', 'cancellation', 'reminder', 'declineNotice'] as const).map((kind) => renderMail(facts({ kind })).ical?.method);
    expect(methods).toEqual(['REQUEST', 'REQUEST', 'CANCEL', undefined, undefined]);
  });
});

describe('the calendar part', () => {
  it('is an iTIP request with the UID, SEQUENCE and time of the sitting', () => {
    const { calendar, event } = parse();
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event.uid).toBe('01990000-0000-7000-8000-000000000003@neuvo.example');
    expect(event.sequence).toBe(2);
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-03-18T07:00:00.000Z');
    expect(event.endDate.toJSDate().toISOString()).toBe('2026-03-18T08:00:00.000Z');
    expect(event.component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-03-01T10:00:00Z');
    expect(event.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(event.summary).toBe('Konsultaatio');
  });

  it('is a cancellation with the same UID when the meeting is off', () => {
    const { calendar, event } = parse({ kind: 'cancellation' });
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event.uid).toBe(parse().event.uid);
  });

  it('names the service as organizer and nobody but the receiver, of whom no reply is expected', () => {
    const { event } = parse();
    expect(event.organizer?.toString()).toBe('mailto:neuvo@neuvo.example');
    expect(event.attendees).toHaveLength(1);
    const [attendee] = event.attendees;
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe('mailto:eero@example.invalid');
    expect(attendee?.getParameter('rsvp')).toBe('FALSE');
    expect(attendee?.getParameter('partstat')).toBe('NEEDS-ACTION');
    expect(attendee?.getParameter('cn')).toBeUndefined();
  });

  it.each(['Europe/Helsinki', 'Europe/Stockholm', 'America/New_York'])('brings the rules of %s under the name it uses', (timeZone) => {
    const { calendar, event } = parse({ receiver: { timeZone } });
    const tzid = event.component.getFirstProperty('dtstart')?.getParameter('tzid');
    expect(tzid).toBe(timeZone);
    expect(calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual([timeZone]);
    expect(event.startDate.toJSDate().toISOString()).toBe('2026-03-18T07:00:00.000Z');
  });

  it('writes the second of two equal local times in UTC, for TZID means the first', () => {
    const first = parse({ sitting: { startsAt: new Date('2027-10-30T23:30:00Z'), endsAt: new Date('2027-10-31T00:30:00Z') } });
    expect(first.content).toContain('DTSTART;TZID=Europe/Helsinki:20271031T023000');
    const second = parse({ sitting: { startsAt: new Date('2027-10-31T01:30:00Z'), endsAt: new Date('2027-10-31T02:30:00Z') } });
    expect(second.content).toContain('DTSTART:20271031T013000Z');
    expect(second.calendar.getAllSubcomponents('vtimezone')).toHaveLength(0);
  });

  it('keeps lines within 75 octets and one property per line', () => {
    const { content } = parse({ publicUrl: `https://neuvo.example/${'ä'.repeat(80)}`, receiver: { language: 'sv' } });
    for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});
