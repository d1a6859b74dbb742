import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import ICAL from 'ical.js';
import { type Member, Scene } from '../support/consultation-scene.js';
import type { CaughtMail } from '../../apps/standalone/src/services/mail-catcher.js';

const canary = 'kanarialintu-3e91';
/** Thursday 18 March 2027, 9.00 in Helsinki. */
const start = { local: '2027-03-18T09:00', instant: '2027-03-18T07:00:00.000Z' };

let scene: Scene;
let helsinki: Member;
let stockholm: Member;
let newYork: Member;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
  helsinki = await scene.addPerson('Elsa Helsinki', { role: 'expert' });
  stockholm = await scene.addPerson('Sven Stockholm', { role: 'expert', language: 'sv', timeZone: 'Europe/Stockholm' });
  newYork = await scene.addPerson('Nora New York', { role: 'expert', language: 'en', timeZone: 'America/New_York' });
}, 120_000);
afterAll(() => scene?.close());

let freed: string[] = [];
afterEach(async () => {
  // Each test books the same time: give it back and start over with an empty letter box.
  scene.refuse = null;
  scene.system.clock.set('2027-03-01T08:00:00Z');
  for (const id of freed) {
    const { body } = await scene.owner.get(`/api/consultations/${id}`);
    if (body['state'] === 'booked') await cancel(id, body['version']);
  }
  freed = [];
  await scene.system.settle();
  scene.system.mails.clear();
});

async function book(people: Member[] = [helsinki], changes: { override?: { reason: string }; local?: string } = {}): Promise<string> {
  const caseId = await scene.openCase(scene.owner, { title: `Otsikko ${canary}`, background: canary });
  const { status, body, text } = await scene.book(changes.override ? scene.coordinator : scene.owner, { caseId, people, local: start.local, ...changes });
  if (status !== 201) throw new Error(text);
  freed.push(body.id);
  return body.id;
}

const cancel = (id: string, version = 1) => scene.owner.post(`/api/consultations/${id}/cancel`, { version, reason: `Peruttu ${canary}` }, { key: randomUUID() });
const move = (id: string, local: string, version = 1) =>
  scene.owner.post(`/api/consultations/${id}/move`, { version, start: { local, timeZone: 'Europe/Helsinki' } }, { key: randomUUID() });
const respond = (member: Member, id: string, answer: string, sequence = 0) =>
  member.post(`/api/consultations/${id}/response`, { sequence, answer, notDisqualified: true });

const at = (instant: string) => scene.at(instant);

/** Subjects of the mails that have come to somebody since the last look. */
function subjects(member: Member): string[] {
  return scene.mailsTo(member).map(({ subject }) => subject);
}

function calendarOf(mail: CaughtMail) {
  const calendar = new ICAL.Component(ICAL.parse(mail.calendar?.content ?? '') as string);
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as InstanceType<typeof ICAL.Component>);
  return { method: calendar.getFirstPropertyValue('method'), event };
}

const statuses = (id: string, member: Member, kind = 'send-reminder') =>
  scene.query<{ occasion: string; status: string; due_at: Date; version: number }>(
    `SELECT o.occasion, o.status, o.due_at, o.version FROM outbox o JOIN consultation c ON c.sitting_id = o.subject_id
     WHERE c.id = $1 AND o.recipient_id = $2 AND o.kind = $3 ORDER BY o.version, o.due_at`,
    [id, member.id, kind],
  );

describe('invitations', () => {
  it('go to everybody once, in the language and on the clock of each, with an iTIP request of one’s own', async () => {
    const id = await book([helsinki, stockholm, newYork]);
    await scene.system.settle();
    await scene.system.settle();
    expect(subjects(helsinki)).toEqual(['Konsultaatio to 18.3.2027 klo 9.00']);
    expect(subjects(stockholm)).toEqual(['Konsultation tors 18.3.2027 kl. 8.00']);
    expect(subjects(newYork)).toEqual(['Consultation Thu 18.3.2027 at 3.00']);
    expect(subjects(scene.owner)).toEqual(['Konsultaatio to 18.3.2027 klo 9.00']);
    expect(subjects(scene.coordinator)).toEqual([]);
    const [mail] = scene.mailsTo(stockholm);
    expect(mail?.text).toContain(`/consultations/${id}`);
    const { method, event } = calendarOf(mail!);
    expect(method).toBe('REQUEST');
    expect(mail?.raw).toMatch(/Content-Type: text\/calendar;[^\n]*\s*[^\n]*method=REQUEST/i);
    expect(event.sequence).toBe(0);
    expect(event.startDate.toJSDate().toISOString()).toBe(start.instant);
    expect(event.component.getFirstProperty('dtstart')?.getParameter('tzid')).toBe('Europe/Stockholm');
    expect(event.attendees.map((attendee) => String(attendee.getFirstValue()).toLowerCase())).toEqual([`mailto:${stockholm.email}`]);
    expect(event.attendees[0]?.getParameter('rsvp')).toBe('FALSE');
  });

  it('carry no data of the case: no theme, number, name of others or reason', async () => {
    const id = await book([helsinki, stockholm], { override: { reason: `Poikkeus ${canary}` } });
    await respond(helsinki, id, 'declined');
    await scene.system.settle();
    await move(id, '2027-03-18T12:00');
    await scene.system.settle();
    await cancel(id, 2);
    await scene.system.settle();
    expect(scene.system.mails.messages().length).toBeGreaterThan(5);
    for (const { raw, subject, text, html, calendar } of scene.system.mails.messages()) {
      const said = [raw, subject, text, html, calendar?.content].join('\n');
      for (const word of [canary, /OT-2027/, /\bT11\b/, /Omistaja/, /Koordinaattori/, /keski-suomi/i, /\b7[-–]9\b/]) expect(said).not.toMatch(word);
    }
    const stored = await scene.query<{ text: string }>(
      `SELECT (SELECT coalesce(string_agg(o::text, ' '), '') FROM outbox o) || (SELECT coalesce(string_agg(n::text, ' '), '') FROM notification n)
           || (SELECT coalesce(string_agg(e::text, ' '), '') FROM calendar_entry e) || (SELECT coalesce(string_agg(j::text, ' '), '') FROM bullmq.job j)
           || (SELECT coalesce(string_agg(a::text, ' '), '') FROM audit_event a) AS text`,
    );
    expect(stored[0]?.text.length).toBeGreaterThan(1000);
    expect(stored[0]?.text).not.toContain(canary);
  });

  it('are answered to by the bell of those who are told, not of the booker', async () => {
    const id = await book([helsinki]);
    await scene.system.settle();
    const bell = async (member: Member) =>
      (await member.get('/api/notifications')).body['items'].filter(({ consultationId }: { consultationId: string }) => consultationId === id);
    expect(await bell(helsinki)).toMatchObject([{ kind: 'invited', startsAt: start.instant, readAt: null }]);
    expect(await bell(scene.owner)).toEqual([]);
  });
});

describe('reminders', () => {
  it('are planned on the clock of each person: days keep the wall-clock time, minutes are exact', async () => {
    const id = await book([helsinki, newYork]);
    expect((await statuses(id, helsinki)).map(({ occasion, due_at }) => [occasion, due_at.toISOString()])).toEqual([
      ['-P7D', '2027-03-11T07:00:00.000Z'],
      ['-P1D', '2027-03-17T07:00:00.000Z'],
      ['-PT15M', '2027-03-18T06:45:00.000Z'],
    ]);
    // New York changes to summer time on 14 March: 3.00 there is an hour later before that day.
    expect((await statuses(id, newYork)).map(({ due_at }) => due_at.toISOString())).toEqual([
      '2027-03-11T08:00:00.000Z',
      '2027-03-17T07:00:00.000Z',
      '2027-03-18T06:45:00.000Z',
    ]);
  });

  it('come when they are due, once each, by mail and bell', async () => {
    await book([helsinki]);
    await scene.system.settle();
    await at('2027-03-11T06:59:59Z');
    expect(subjects(helsinki)).toHaveLength(1);
    await at('2027-03-11T07:00:00Z');
    await at('2027-03-11T07:00:30Z');
    await at('2027-03-17T07:00:00Z');
    await at('2027-03-18T06:45:00Z');
    await at('2027-03-18T06:50:00Z');
    expect(subjects(helsinki).slice(1)).toEqual(Array.from({ length: 3 }, () => 'Muistutus: konsultaatio to 18.3.2027 klo 9.00'));
    const { body } = await helsinki.get('/api/notifications');
    expect(body['items'].slice(0, 3).map(({ kind, occasion }: { kind: string; occasion: string }) => [kind, occasion])).toEqual([
      ['reminder', '-PT15M'],
      ['reminder', '-P1D'],
      ['reminder', '-P7D'],
    ]);
    expect(scene.mailsTo(helsinki).at(-1)?.attachments).toEqual([]);
  });

  it('that have passed already when booking are left out', async () => {
    scene.system.clock.set('2027-03-16T12:00:00Z');
    const id = await book([helsinki]);
    expect((await statuses(id, helsinki)).map(({ occasion }) => occasion)).toEqual(['-P1D', '-PT15M']);
  });

  it('are missed, not sent, when the meeting has begun meanwhile', async () => {
    const id = await book([helsinki]);
    await scene.system.settle();
    await at('2027-03-18T07:00:00Z');
    expect(subjects(helsinki)).toHaveLength(1);
    expect((await statuses(id, helsinki)).map(({ status }) => status)).toEqual(['missed', 'missed', 'missed']);
  });

  it('follow a move: the old ones are silent, the new ones come at the new time', async () => {
    const id = await book([helsinki]);
    await scene.system.settle();
    await at('2027-03-11T07:00:00Z');
    await move(id, '2027-03-19T10:00');
    await scene.system.settle();
    expect(subjects(helsinki).slice(2)).toEqual(['Uusi aika: konsultaatio pe 19.3.2027 klo 10.00']);
    const { method, event } = calendarOf(scene.mailsTo(helsinki).at(-1)!);
    expect([method, event.sequence, event.uid]).toEqual(['REQUEST', 1, calendarOf(scene.mailsTo(helsinki)[0]!).event.uid]);
    await at('2027-03-17T07:00:00Z');
    await at('2027-03-18T06:45:00Z');
    expect(subjects(helsinki).slice(3)).toEqual(['Muistutus: konsultaatio pe 19.3.2027 klo 10.00']);
    expect((await statuses(id, helsinki)).map(({ version, occasion, status, due_at }) => [version, occasion, status, due_at.toISOString()])).toEqual([
      [0, '-P7D', 'done', '2027-03-11T07:00:00.000Z'],
      [0, '-P1D', 'cancelled', '2027-03-17T07:00:00.000Z'],
      [0, '-PT15M', 'cancelled', '2027-03-18T06:45:00.000Z'],
      [1, '-P7D', 'done', '2027-03-12T08:00:00.000Z'],
      [1, '-P1D', 'planned', '2027-03-18T08:00:00.000Z'],
      [1, '-PT15M', 'planned', '2027-03-19T07:45:00.000Z'],
    ]);
  });

  it('are silent after a cancellation, which is told once with an iTIP cancel', async () => {
    const id = await book([helsinki]);
    await scene.system.settle();
    await cancel(id);
    await scene.system.settle();
    await at('2027-03-18T06:50:00Z');
    expect(subjects(helsinki).slice(1)).toEqual(['Peruttu: konsultaatio to 18.3.2027 klo 9.00']);
    const { method, event } = calendarOf(scene.mailsTo(helsinki).at(-1)!);
    expect([method, event.sequence, event.component.getFirstPropertyValue('status')]).toEqual(['CANCEL', 1, 'CANCELLED']);
  });

  it('say nothing of a booking that was cancelled before its invitation went out', async () => {
    const id = await book([helsinki]);
    await cancel(id);
    await scene.system.settle();
    expect(subjects(helsinki)).toEqual(['Peruttu: konsultaatio to 18.3.2027 klo 9.00']);
  });

  it.each([
    ['cancelled', (id: string) => cancel(id)],
    ['moved', (id: string) => move(id, '2027-03-25T09:00')],
    ['declined', (id: string) => respond(helsinki, id, 'declined')],
  ])('are checked once more right before sending, should a row have escaped when the meeting was %s', async (_, change) => {
    const id = await book([helsinki]);
    await scene.system.settle();
    // As if a worker had the row in its hands while the change was made.
    const oldest = `kind = 'send-reminder' AND occasion = '-P7D' AND version = 0 AND recipient_id = $1 AND subject_id = (SELECT sitting_id FROM consultation WHERE id = $2)`;
    await scene.query(`UPDATE outbox SET status = 'sending' WHERE ${oldest}`, [helsinki.id, id]);
    expect(await change(id)).toMatchObject({ status: 200 });
    await scene.query(`UPDATE outbox SET status = 'planned' WHERE ${oldest}`, [helsinki.id, id]);
    await at('2027-03-11T07:00:00Z');
    expect(subjects(helsinki).filter((subject) => subject.startsWith('Muistutus'))).toEqual([]);
    expect((await statuses(id, helsinki))[0]).toMatchObject({ occasion: '-P7D', status: 'cancelled' });
  });

  it('are silent for somebody who has declined, while the managers are told', async () => {
    const id = await book([helsinki, stockholm]);
    await scene.system.settle();
    await respond(helsinki, id, 'declined');
    await scene.system.settle();
    for (const member of [scene.owner, scene.coordinator]) expect(subjects(member)).toContain('Osallistuja estynyt: konsultaatio to 18.3.2027 klo 9.00');
    await at('2027-03-11T07:00:00Z');
    expect(subjects(helsinki)).toHaveLength(1);
    expect(subjects(stockholm)).toHaveLength(2);
    expect((await scene.coordinator.get('/api/notifications')).body['items'][0]).toMatchObject({ kind: 'declined', consultationId: id });
  });
});

describe('a mail server or worker that fails', () => {
  it('gets a mail again later with the same Message-ID', async () => {
    scene.refuse = (to) => (to === helsinki.email ? 451 : null);
    const id = await book([helsinki]);
    await scene.system.settle();
    expect(subjects(helsinki)).toEqual([]);
    expect(await statuses(id, helsinki, 'send-invitation')).toMatchObject([{ status: 'planned' }]);
    expect(subjects(scene.owner)).toHaveLength(1);
    scene.refuse = null;
    await at('2027-03-01T08:01:00Z');
    expect(subjects(helsinki)).toHaveLength(1);
    const [row] = await scene.query<{ id: string }>(
      `SELECT o.id FROM outbox o JOIN consultation c ON c.sitting_id = o.subject_id WHERE c.id = $1 AND o.recipient_id = $2 AND o.kind = 'send-invitation'`,
      [id, helsinki.id],
    );
    expect(scene.mailsTo(helsinki)[0]?.messageId).toBe(`<${row?.id}@neuvo.invalid>`);
  });

  it('that refuses an address for good is not asked again, and the bell has rung', async () => {
    scene.refuse = (to) => (to === helsinki.email ? 550 : null);
    const id = await book([helsinki]);
    await scene.system.settle();
    expect(await statuses(id, helsinki, 'send-invitation')).toMatchObject([{ status: 'dead' }]);
    expect((await helsinki.get('/api/notifications')).body['items'][0]).toMatchObject({ kind: 'invited', consultationId: id });
  });

  it('a row left behind by a killed worker is sent after its lock runs out, under the same Message-ID', async () => {
    const id = await book([helsinki]);
    await scene.system.settle();
    const [sent] = scene.mailsTo(helsinki);
    // As after kill -9 between the mail server's answer and the commit.
    await scene.query(
      `UPDATE outbox SET status = 'sending', claim_id = gen_random_uuid(), locked_until = $2, done_at = NULL
       WHERE kind = 'send-invitation' AND recipient_id = $1 AND subject_id = (SELECT sitting_id FROM consultation WHERE id = $3)`,
      [helsinki.id, '2027-03-01T08:01:00Z', id],
    );
    await at('2027-03-01T08:01:01Z');
    expect(scene.mailsTo(helsinki).map(({ messageId }) => messageId)).toEqual([sent?.messageId, sent?.messageId]);
    expect(await statuses(id, helsinki, 'send-invitation')).toMatchObject([{ status: 'done' }]);
    expect((await helsinki.get('/api/notifications')).body['items'].filter(({ consultationId }: { consultationId: string }) => consultationId === id)).toHaveLength(1);
  });
});
