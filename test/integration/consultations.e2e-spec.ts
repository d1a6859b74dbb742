import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BookOptions, type Member, Scene } from '../support/consultation-scene.js';
import { eventually } from '../support/eventually.js';
import { holdLock } from '../support/held-lock.js';

/** A word of the summary that must never leave the case. */
const canary = 'kanarialintu-7f3a';

let scene: Scene;
let caseId: string;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
  caseId = await scene.openCase(scene.owner, { title: `Eron jälkeen ${canary}`, background: `Tausta ${canary}` });
}, 120_000);
afterAll(() => scene?.close());

let nextHour = 0;
/** Working hours nobody has booked yet: four a day, from Monday 12 April on. */
function freeTime(): string {
  // From Monday to Wednesday: no holiday of that spring lies there.
  const day = 12 + Math.floor(nextHour / 12) * 7 + (Math.floor(nextHour / 4) % 3);
  const hour = 8 + (nextHour % 4) * 2;
  nextHour += 1;
  const date = new Date(Date.UTC(2027, 3, day)).toISOString().slice(0, 10);
  return `${date}T${String(hour).padStart(2, '0')}:00`;
}

const book = (member: Member, changes: BookOptions = {}) => scene.book(member, { caseId, people: [scene.expert], local: freeTime(), ...changes });

async function booked(changes: BookOptions = {}, member = scene.owner) {
  const answer = await book(member, changes);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

const rows = (sql: string, ...params: unknown[]) => scene.query<Record<string, unknown>>(sql, params);
const respond = (member: Member, id: string, body: object) => member.post(`/api/consultations/${id}/response`, body);
const accept = (member: Member, id: string, sequence = 0) => respond(member, id, { sequence, answer: 'accepted', notDisqualified: true });

describe('booking', () => {
  it('writes sitting, entries, participations, grants, audit and outbox rows together', async () => {
    const one = await booked({ local: '2027-03-18T09:00', durationMinutes: 60 });
    expect(one).toMatchObject({
      state: 'booked',
      startsAt: '2027-03-18T07:00:00.000Z',
      endsAt: '2027-03-18T08:00:00.000Z',
      opensAt: '2027-03-18T06:45:00.000Z',
      timeZone: 'Europe/Helsinki',
      sequence: 0,
      version: 1,
      case: { id: caseId, number: expect.stringMatching(/^OT-2027-\d{4}$/), title: expect.stringContaining(canary) },
      my: { partstat: 'accepted', may: { respond: true, join: true, move: true, cancel: true, moderate: true } },
    });
    expect(one.participants.map(({ personId, seat, required, partstat }) => ({ personId, seat, required, partstat }))).toEqual([
      { personId: scene.expert.id, seat: 'expert', required: true, partstat: 'needs-action' },
      { personId: scene.owner.id, seat: 'chair', required: true, partstat: 'accepted' },
    ]);
    const [{ sitting_id: sittingId }] = (await rows(`SELECT sitting_id FROM consultation WHERE id = $1`, one.id)) as [{ sitting_id: string }];
    expect(await rows(`SELECT status FROM calendar_entry WHERE group_id = $1`, sittingId)).toEqual([{ status: 'confirmed' }, { status: 'confirmed' }]);
    expect(await rows(`SELECT relation, person_id, valid_until FROM case_grant WHERE source_id = $1`, one.id)).toEqual([
      { relation: 'invited', person_id: scene.expert.id, valid_until: new Date('2027-04-01T07:00:00Z') },
    ]);
    expect(await rows(`SELECT action, rule FROM audit_event WHERE object_id = $1`, one.id)).toEqual([{ action: 'consultation.booked', rule: 'owner' }]);
    const planned = await rows(`SELECT kind, occasion, due_at FROM outbox WHERE subject_id = $1 AND recipient_id = $2 ORDER BY due_at`, sittingId, scene.expert.id);
    expect(planned.map(({ kind, occasion }) => [kind, occasion])).toEqual([
      ['send-invitation', null],
      ['send-reminder', '-P7D'],
      ['send-reminder', '-P1D'],
      ['send-reminder', '-PT15M'],
    ]);
    expect(await rows(`SELECT state FROM case_header WHERE id = $1`, caseId)).toEqual([{ state: 'booked' }]);
  });

  it('answers a repeated request with the same consultation and changes nothing', async () => {
    const [key, local] = [randomUUID(), freeTime()];
    const first = await booked({ key, local });
    const again = await book(scene.owner, { key, local });
    expect(again).toMatchObject({ status: 201, body: { id: first.id, version: 1 } });
    expect(await rows(`SELECT count(*)::int AS n FROM sitting WHERE starts_at = $1`, first.startsAt)).toEqual([{ n: 1 }]);
  });

  it('refuses the same key with another body, and a request without a key', async () => {
    const key = randomUUID();
    await booked({ key });
    expect(await book(scene.owner, { key })).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(await book(scene.owner, { key: null })).toMatchObject({ status: 400, body: { code: 'request.idempotency_key_missing' } });
  });

  it('gives one of twenty simultaneous bookings the slot and the others alternatives', async () => {
    const local = freeTime();
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(scene.owner, { local })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ code: 'consultation.slot_taken', alternatives: expect.arrayContaining([expect.objectContaining({ startsAt: expect.any(String) })]) });
    }
  });

  it('offers in the slot search what can be booked, and the caller is part of it', async () => {
    const search = { caseId, participants: [{ personId: scene.expert.id, required: true }], durationMinutes: 60, from: '2027-06-07', to: '2027-06-09', timeZone: 'Europe/Helsinki' };
    const { status, body } = await scene.owner.post('/api/slots', search);
    expect(status).toBe(200);
    expect(body.people.map(({ personId }: { personId: string }) => personId).sort()).toEqual([scene.expert.id, scene.owner.id].sort());
    expect(body.slots[0]).toMatchObject({ startsAt: '2027-06-07T05:00:00.000Z' });
    await booked({ local: '2027-06-07T08:00' });
    const later = await scene.owner.post('/api/slots', search);
    expect(later.body.slots[0]).not.toMatchObject({ startsAt: '2027-06-07T05:00:00.000Z' });
  });

  it('offers no time that is too far ahead to be booked', async () => {
    const far = { caseId, participants: [{ personId: scene.expert.id }], durationMinutes: 60, from: '2032-06-07', to: '2032-06-09', timeZone: 'Europe/Helsinki' };
    expect(await scene.owner.post('/api/slots', far)).toMatchObject({ status: 200, body: { slots: [] } });
  });

  it('refuses a meeting that requires nobody', async () => {
    const participants = [{ personId: scene.owner.id, required: false }];
    const search = { caseId, participants, durationMinutes: 60, from: '2027-06-07', to: '2027-06-09', timeZone: 'Europe/Helsinki' };
    const booking = { caseId, participants, start: { local: '2027-06-07T09:00', timeZone: 'Europe/Helsinki' }, durationMinutes: 60 };
    const refusal = { status: 400, body: { code: 'request.invalid', fields: [{ path: 'participants' }] } };
    expect(await scene.owner.post('/api/slots', search)).toMatchObject(refusal);
    expect(await scene.owner.post('/api/consultations', booking, { key: randomUUID() })).toMatchObject(refusal);
  });

  it('takes an id in capital letters for the same one', async () => {
    const people = [scene.expert, { ...scene.expert, id: scene.expert.id.toUpperCase() }];
    expect(await book(scene.owner, { people })).toMatchObject({ status: 400, body: { fields: [{ path: 'participants.1.personId', message: 'is in the list twice' }] } });
    expect(await scene.owner.get(`/api/cases/${caseId.toUpperCase()}`)).toMatchObject({ status: 200, body: { id: caseId } });
  });

  it.each([
    ['the spring gap', { local: '2027-03-28T03:30' }, 'time.nonexistent', { nearest: { local: '2027-03-28T04:30', offset: '+03:00' } }],
    ['the doubled hour', { local: '2027-10-31T03:30' }, 'time.ambiguous', { candidates: [{ offset: '+03:00' }, { offset: '+02:00' }] }],
    ['the past', { local: '2027-02-26T09:00' }, 'time.past', { fields: [{ path: 'start.local' }] }],
  ])('refuses a start in %s', async (_, changes, code, details) => {
    expect(await book(scene.owner, changes)).toMatchObject({ status: 400, body: { code, ...details } });
  });

  it('refuses a time outside the hours of somebody, which a coordinator may override with a reason', async () => {
    const local = '2027-05-08T09:00';
    const refused = await book(scene.owner, { local });
    expect(refused).toMatchObject({ status: 409, body: { code: 'consultation.outside_rules', reasons: expect.arrayContaining([expect.objectContaining({ rule: 'outside_hours' })]) } });
    const override = { reason: 'Ainoa yhteinen aika' };
    expect(await book(scene.owner, { local, override })).toMatchObject({ status: 403 });
    expect(await book(scene.coordinator, { local, override })).toMatchObject({ status: 201, body: { overrideReason: override.reason } });
  });

  it('refuses people who are listed twice, too many, or unknown, naming each', async () => {
    const { expert } = scene;
    expect(await book(scene.owner, { people: [expert, expert] })).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path: 'participants.1.personId' }] } });
    const unknown = Array.from({ length: 13 }, () => ({ id: randomUUID() }));
    expect(await book(scene.owner, { people: unknown })).toMatchObject({ status: 400, body: { fields: [{ path: 'participants' }] } });
    expect(await book(scene.owner, { people: [expert, ...unknown.slice(0, 2)] })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'participants.1.personId' }, { path: 'participants.2.personId' }] },
    });
    const twelve = await scene.addExperts(12);
    expect(await book(scene.owner, { people: twelve })).toMatchObject({ status: 400, body: { fields: [{ path: 'participants' }] } });
  });

  it('names unknown keys and wrong types all at once', async () => {
    const body = { caseId, participants: 'none', start: { local: 'tomorrow', timeZone: 'Mars/Base' }, durationMinutes: 7, extra: 1 };
    const answer = await scene.owner.post('/api/consultations', body, { key: randomUUID() });
    expect(answer.status).toBe(400);
    const paths = answer.body.fields.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['participants', 'start.local', 'start.timeZone', 'durationMinutes']));
  });

  it('refuses a personal identity code in the reason', async () => {
    const answer = await book(scene.coordinator, { override: { reason: 'Lapsi 010112A123X' } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'text.personal_identity_code', fields: [{ path: 'override.reason' }] } });
  });

  it('hides the case of others like an unknown one', async () => {
    const [strange, unknown] = [await book(scene.outsider), await book(scene.outsider, { caseId: randomUUID() })];
    expect([strange.status, unknown.status]).toEqual([404, 404]);
    expect(strange.body.code).toBe(unknown.body.code);
  });

  it('refuses professionals where the centre books by its coordinators', async () => {
    await rows(`UPDATE centre SET direct_booking = false`);
    try {
      expect(await book(scene.owner)).toMatchObject({ status: 403, body: { code: 'consultation.direct_booking_off' } });
      await booked({}, scene.coordinator);
    } finally {
      await rows(`UPDATE centre SET direct_booking = true`);
    }
  });

  it('adds the first owner when a coordinator books, who chairs when listed', async () => {
    const without = await booked({}, scene.coordinator);
    expect(without.participants.map(({ personId, seat }) => [personId, seat])).toEqual([
      [scene.expert.id, 'expert'],
      [scene.owner.id, 'chair'],
    ]);
    expect(without.my).toMatchObject({ participationId: null, may: { join: false, move: true } });
    const within = await booked({ people: [scene.expert, scene.coordinator] }, scene.coordinator);
    expect(Object.fromEntries(within.participants.map(({ personId, seat }) => [personId, seat]))).toEqual({
      [scene.expert.id]: 'expert',
      [scene.coordinator.id]: 'chair',
      [scene.owner.id]: 'requester',
    });
  });

  it('writes nothing when it is refused', async () => {
    const count = async () => rows(`SELECT (SELECT count(*) FROM sitting) AS s, (SELECT count(*) FROM outbox) AS o, (SELECT count(*) FROM idempotency_key) AS k, (SELECT count(*) FROM calendar_entry) AS e`);
    const before = await count();
    await book(scene.owner, { local: '2027-05-08T09:00' });
    await book(scene.owner, { local: '2027-02-26T09:00' });
    expect(await count()).toEqual(before);
  });
});

describe('what an invitation shows', () => {
  it('is the header only until it is accepted: no title, no number, no names', async () => {
    const { id } = await booked();
    const before = await scene.expert.get(`/api/consultations/${id}`);
    expect(before.body).toMatchObject({
      case: null,
      header: { ageBand: '7-9', county: 'keski-suomi', language: 'fi', themes: ['T11'], requesterProfession: { fi: expect.any(String) } },
      participants: [{ personId: scene.expert.id }],
      my: { partstat: 'needs-action', may: { respond: true, join: false, move: false, cancel: false, moderate: false } },
    });
    expect(before.text).not.toContain(scene.owner.name);
    expect(before.text).not.toContain(canary);
    const after = await accept(scene.expert, id);
    expect(after).toMatchObject({ status: 200, body: { case: { title: expect.stringContaining(canary) }, my: { partstat: 'accepted', may: { join: true } } } });
    expect(after.body.participants).toHaveLength(2);
    expect((await scene.expert.get(`/api/cases/${caseId}`)).body.content).not.toBeNull();
  });

  it('is nothing for strangers', async () => {
    const { id } = await booked();
    for (const unknown of [id, randomUUID()]) {
      expect(await scene.outsider.get(`/api/consultations/${unknown}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(await accept(scene.outsider, unknown)).toMatchObject({ status: 404 });
    }
  });
});

describe('answers', () => {
  it('need the statement about disqualification and the current sequence', async () => {
    const { id } = await booked();
    expect(await respond(scene.expert, id, { sequence: 0, answer: 'accepted' })).toMatchObject({ status: 400, body: { fields: [{ path: 'notDisqualified' }] } });
    expect(await accept(scene.expert, id, 1)).toMatchObject({ status: 409, body: { code: 'consultation.stale_sequence', current: { sequence: 0 } } });
  });

  it('declining frees the time, ends the access, silences mails and orders the notices', async () => {
    const { id, startsAt } = await booked({ caseId: await scene.openCase(scene.owner) });
    await accept(scene.expert, id);
    const declined = await respond(scene.expert, id, { sequence: 0, answer: 'declined' });
    expect(declined).toMatchObject({ status: 200, body: { case: null, my: { partstat: 'declined' } } });
    const other = await booked({ local: `${startsAt.slice(0, 11)}${localHour(startsAt)}`, caseId: await scene.openCase(scene.coOwner) }, scene.coOwner);
    expect(other.startsAt).toBe(startsAt);
    const planned = await rows(
      `SELECT o.kind, o.status FROM outbox o JOIN consultation c ON c.sitting_id = o.subject_id WHERE c.id = $1 AND o.recipient_id = $2 AND o.status IN ('planned', 'claimed')`,
      id,
      scene.expert.id,
    );
    expect(planned).toEqual([]);
    const notices = await rows(
      `SELECT o.kind, o.recipient_id FROM outbox o JOIN participation p ON p.id = o.subject_id JOIN consultation c ON c.sitting_id = p.sitting_id WHERE c.id = $1 ORDER BY o.kind, o.recipient_id`,
      id,
    );
    expect(notices).toEqual([
      { kind: 'evict-participant', recipient_id: null },
      ...[scene.owner.id, scene.coordinator.id].sort().map((recipient_id) => ({ kind: 'send-decline-notice', recipient_id })),
    ]);
    // The time is gone: coming back is refused, and the old state stays.
    expect(await accept(scene.expert, id)).toMatchObject({ status: 409, body: { code: 'consultation.slot_taken' } });
  });

  it('accepting after declining takes the time again and plans the reminders again', async () => {
    const { id } = await booked();
    await respond(scene.expert, id, { sequence: 0, answer: 'declined' });
    expect(await accept(scene.expert, id)).toMatchObject({ status: 200, body: { my: { partstat: 'accepted' }, case: { id: caseId } } });
    const [state] = await rows(
      `SELECT (SELECT count(*)::int FROM calendar_entry e JOIN resource r ON r.id = e.resource_id WHERE e.group_id = c.sitting_id AND r.person_id = $2 AND e.status = 'confirmed') AS entries,
              (SELECT count(*)::int FROM outbox o WHERE o.subject_id = c.sitting_id AND o.recipient_id = $2 AND o.kind = 'send-reminder' AND o.status = 'planned') AS reminders
       FROM consultation c WHERE c.id = $1`,
      id,
      scene.expert.id,
    );
    expect(state).toEqual({ entries: 1, reminders: 3 });
  });

  it('an owner who declines stays an owner', async () => {
    const { id } = await booked();
    expect(await respond(scene.owner, id, { sequence: 0, answer: 'declined' })).toMatchObject({ status: 200, body: { case: { id: caseId }, my: { may: { join: false, move: true } } } });
  });
});

describe('moving', () => {
  const move = (member: Member, id: string, version: number, local: string, changes: object = {}) =>
    member.post(`/api/consultations/${id}/move`, { version, start: { local, timeZone: 'Europe/Helsinki' }, ...changes }, { key: randomUUID() });

  it('may overlap its old time, asks guests again, keeps their access and plans the reminders anew', async () => {
    const one = await booked({ local: '2027-04-06T10:00', durationMinutes: 60 });
    await accept(scene.expert, one.id);
    const moved = await move(scene.coordinator, one.id, 1, '2027-04-06T10:30');
    expect(moved).toMatchObject({ status: 200, body: { startsAt: '2027-04-06T07:30:00.000Z', endsAt: '2027-04-06T08:30:00.000Z', sequence: 1, version: 2 } });
    expect(Object.fromEntries(moved.body.participants.map(({ personId, partstat }: { personId: string; partstat: string }) => [personId, partstat]))).toEqual({
      [scene.expert.id]: 'needs-action',
      [scene.owner.id]: 'accepted',
    });
    expect((await scene.expert.get(`/api/consultations/${one.id}`)).body).toMatchObject({ case: { id: caseId }, my: { may: { join: false } } });
    const live = await rows(
      `SELECT o.kind, o.version, o.occasion, o.due_at FROM outbox o JOIN consultation c ON c.sitting_id = o.subject_id
       WHERE c.id = $1 AND o.recipient_id = $2 AND o.status = 'planned' AND o.kind = 'send-reminder' ORDER BY o.due_at`,
      one.id,
      scene.expert.id,
    );
    expect(live.map(({ version, occasion, due_at }) => [version, occasion, (due_at as Date).toISOString()])).toEqual([
      [1, '-P7D', '2027-03-30T07:30:00.000Z'],
      [1, '-P1D', '2027-04-05T07:30:00.000Z'],
      [1, '-PT15M', '2027-04-06T07:15:00.000Z'],
    ]);
    expect(await accept(scene.expert, one.id, 0)).toMatchObject({ status: 409, body: { code: 'consultation.stale_sequence' } });
    expect(await accept(scene.expert, one.id, 1)).toMatchObject({ status: 200, body: { my: { may: { join: true } } } });
    const [{ valid_until: until }] = (await rows(`SELECT valid_until FROM case_grant WHERE source_id = $1 AND ended_at IS NULL`, one.id)) as [{ valid_until: Date }];
    expect(until.toISOString()).toBe('2027-04-20T08:30:00.000Z');
  });

  it('answers a stale version with what is true now, and lets one of two movers win', async () => {
    const one = await booked();
    const [first, second] = [freeTime(), freeTime()];
    const answers = await Promise.all([move(scene.owner, one.id, 1, first), move(scene.coordinator, one.id, 1, second)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'version.stale', current: { version: 2, sequence: 1 } });
  });

  it('refuses an occupied time and keeps the old one', async () => {
    const [one, other] = [await booked(), await booked({ local: '2027-04-08T12:00' })];
    expect(await move(scene.owner, one.id, 1, '2027-04-08T12:30')).toMatchObject({ status: 409, body: { code: 'consultation.slot_taken' } });
    expect((await scene.owner.get(`/api/consultations/${one.id}`)).body).toMatchObject({ startsAt: one.startsAt, version: 1 });
    expect(other.version).toBe(1);
  });

  it('is for owners, the booker and coordinators; 403 for guests, 404 for strangers', async () => {
    const one = await booked();
    expect(await move(scene.expert, one.id, 1, freeTime())).toMatchObject({ status: 403 });
    expect(await move(scene.outsider, one.id, 1, freeTime())).toMatchObject({ status: 404 });
    expect(await move(scene.coOwner, one.id, 1, freeTime())).toMatchObject({ status: 404 });
  });

  it('does not answer one consultation with the key of another', async () => {
    const [one, other] = [await booked(), await booked()];
    const [key, body] = [randomUUID(), { version: 1, start: { local: freeTime(), timeZone: 'Europe/Helsinki' } }];
    expect(await scene.owner.post(`/api/consultations/${one.id}/move`, body, { key })).toMatchObject({ status: 200 });
    expect(await scene.owner.post(`/api/consultations/${one.id}/move`, body, { key })).toMatchObject({ status: 200, body: { id: one.id, version: 2 } });
    expect(await scene.owner.post(`/api/consultations/${other.id}/move`, body, { key })).toMatchObject({ status: 422 });
  });
});

describe('cancelling', () => {
  const cancel = (member: Member, id: string, version = 1, reason = 'Sairastapaus') => member.post(`/api/consultations/${id}/cancel`, { version, reason }, { key: randomUUID() });

  it('frees the time, ends what the invitations gave and silences everything planned', async () => {
    const ownCase = await scene.openCase(scene.owner);
    const one = await booked({ caseId: ownCase });
    await accept(scene.expert, one.id);
    expect(await cancel(scene.owner, one.id)).toMatchObject({ status: 200, body: { state: 'cancelled', sequence: 1, version: 2, cancelReason: 'Sairastapaus', my: { may: { move: false, cancel: false, join: false, respond: false } } } });
    const live = await rows(`SELECT o.kind FROM outbox o JOIN consultation c ON c.sitting_id = o.subject_id WHERE c.id = $1 AND o.status = 'planned' AND o.kind <> 'send-cancellation'`, one.id);
    expect(live).toEqual([]);
    expect(await rows(`SELECT ended_reason FROM case_grant WHERE source_id = $1 AND ended_at IS NULL`, one.id)).toEqual([]);
    expect(await rows(`SELECT state FROM case_header WHERE id = $1`, ownCase)).toEqual([{ state: 'submitted' }]);
    expect((await scene.expert.get(`/api/cases/${ownCase}`)).status).toBe(404);
    expect((await scene.expert.get(`/api/consultations/${one.id}`)).body).toMatchObject({ state: 'cancelled', case: null });
    expect(await booked({ caseId: ownCase, local: `${one.startsAt.slice(0, 11)}${localHour(one.startsAt)}` })).toMatchObject({ startsAt: one.startsAt });
  });

  it('refuses a second time, a stale version and an identity code', async () => {
    const one = await booked();
    expect(await cancel(scene.owner, one.id, 1, 'Lapsi 010112A123X')).toMatchObject({ status: 400, body: { code: 'text.personal_identity_code', fields: [{ path: 'reason' }] } });
    expect(await cancel(scene.owner, one.id, 7)).toMatchObject({ status: 409, body: { code: 'version.stale' } });
    await cancel(scene.owner, one.id);
    expect(await cancel(scene.owner, one.id, 2)).toMatchObject({ status: 409, body: { code: 'consultation.wrong_state' } });
    expect(await accept(scene.expert, one.id, 1)).toMatchObject({ status: 409, body: { code: 'consultation.wrong_state' } });
  });
});

describe('what happens at once', () => {
  const move = (id: string, local: string) => scene.owner.post(`/api/consultations/${id}/move`, { version: 1, start: { local, timeZone: 'Europe/Helsinki' } }, { key: randomUUID() });
  const decline = (member: Member, id: string) => respond(member, id, { sequence: 0, answer: 'declined' });
  /** Stops whoever wants the calendar of the person, before those of people with higher ids. */
  const holdCalendarOf = ({ id }: Pick<Member, 'id'>) => holdLock(scene.system.database, `SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))`, [id]);
  /** Calendars that do not fit the meeting: who is coming has its time, who has declined has none, and nobody has once it is cancelled. */
  const outOfStep = (id: string) =>
    rows(
      `SELECT p.partstat, e.during FROM participation p JOIN consultation c ON c.sitting_id = p.sitting_id JOIN sitting s ON s.id = p.sitting_id JOIN resource r ON r.person_id = p.person_id
       LEFT JOIN calendar_entry e ON e.resource_id = r.id AND e.group_id = s.id AND e.status = 'confirmed'
       WHERE c.id = $1 AND ((p.partstat = 'declined' OR c.state = 'cancelled') <> (e.id IS NULL) OR lower(e.during) <> s.starts_at)`,
      id,
    );
  /** A booked meeting of the owner and a new expert: ids rise, so the calendar of the expert is locked last. */
  const bookedWithLast = async (): Promise<{ id: string; last: Member }> => {
    const last = await scene.addPerson('Viimeinen Viljo', { role: 'expert' });
    return { id: (await booked({ people: [last] })).id, last };
  };

  it('a move does not take the time of somebody who declines meanwhile', async () => {
    const { id, last } = await bookedWithLast();
    const held = await holdCalendarOf(scene.owner);
    const moving = move(id, freeTime());
    await held.waiting(1);
    expect(await decline(last, id)).toMatchObject({ status: 200 });
    await held.release();
    expect(await moving).toMatchObject({ status: 200 });
    expect(await outOfStep(id)).toEqual([]);
  });

  it('a move takes somebody along who comes back meanwhile', async () => {
    const { id, last } = await bookedWithLast();
    await decline(last, id);
    const held = await holdCalendarOf(scene.owner);
    const back = accept(last, id);
    await held.waiting(1);
    const moving = move(id, freeTime());
    await held.waiting(2);
    await held.release();
    expect([await back, await moving].map(({ status }) => status)).toEqual([200, 200]);
    expect(await outOfStep(id)).toEqual([]);
  });

  it('a cancellation frees the time of somebody who comes back meanwhile', async () => {
    const { id, last } = await bookedWithLast();
    await decline(last, id);
    const held = await holdCalendarOf(scene.owner);
    const back = accept(last, id);
    await held.waiting(1);
    const cancelling = scene.owner.post(`/api/consultations/${id}/cancel`, { version: 1, reason: 'Sairastapaus' }, { key: randomUUID() });
    await held.waiting(2);
    await held.release();
    expect([await back, await cancelling].map(({ status }) => status)).toEqual([200, 200]);
    expect(await outOfStep(id)).toEqual([]);
  });

  it('coming back in two tabs takes the time once', async () => {
    const { id, last } = await bookedWithLast();
    await decline(last, id);
    const held = await holdCalendarOf(scene.owner);
    const tabs = [accept(last, id), accept(last, id)];
    await held.waiting(2);
    await held.release();
    expect((await Promise.all(tabs)).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await outOfStep(id)).toEqual([]);
  });

  it('a case with a meeting booked while its other one is cancelled stays booked', async () => {
    const ownCase = await scene.openCase(scene.owner);
    const one = await booked({ caseId: ownCase });
    const held = await holdLock(scene.system.database, `SELECT FROM case_header WHERE id = $1 FOR NO KEY UPDATE`, [ownCase]);
    const cancelling = scene.owner.post(`/api/consultations/${one.id}/cancel`, { version: 1, reason: 'Sairastapaus' }, { key: randomUUID() });
    await held.waiting(1);
    const booking = book(scene.coordinator, { caseId: ownCase, people: [scene.coOwner] });
    await held.waiting(2);
    await held.release();
    expect([await cancelling, await booking].map(({ status }) => status)).toEqual([200, 201]);
    expect(await rows(`SELECT state FROM case_header WHERE id = $1`, ownCase)).toEqual([{ state: 'booked' }]);
  });
});

describe('lists', () => {
  it('show what is one’s own in order of start, with a cursor that neither repeats nor skips', async () => {
    const seen: { id: string; startsAt: string }[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await scene.owner.get(`/api/consultations${cursor ? `?cursor=${cursor}` : ''}`);
      expect(status).toBe(200);
      seen.push(...body.items);
      cursor = body.next;
    } while (cursor);
    const ids = (await rows(`SELECT DISTINCT c.id FROM consultation c JOIN participation p ON p.sitting_id = c.sitting_id WHERE p.person_id = $1`, scene.owner.id)).map(({ id }) => id);
    expect(seen.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(seen.map(({ startsAt }) => startsAt)).toEqual(seen.map(({ startsAt }) => startsAt).sort());
  });

  it('take days in the zone of the reader', async () => {
    const { body } = await scene.owner.get('/api/consultations?from=2027-03-18&to=2027-03-19');
    expect(body.items.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual(['2027-03-18T07:00:00.000Z']);
    expect((await scene.owner.get('/api/consultations?from=2027-03-19&to=2027-03-19')).body.items).toEqual([]);
  });

  it('show the centre to its coordinator, and nothing of the case to those who have not accepted', async () => {
    expect((await scene.coordinator.get('/api/consultations?scope=centre&from=2027-03-18&to=2027-03-19')).body.items).toHaveLength(1);
    expect(await scene.owner.get('/api/consultations?scope=centre')).toMatchObject({ status: 403 });
    expect((await scene.outsider.get('/api/consultations')).body.items).toEqual([]);
    const invited = await booked({ people: [scene.stranger] });
    const { body, text } = await scene.stranger.get('/api/consultations');
    expect(body.items).toMatchObject([{ id: invited.id, case: null }]);
    expect(text).not.toContain(canary);
  });

  it('refuse a cursor of something else', async () => {
    expect(await scene.owner.get('/api/consultations?cursor=abc')).toMatchObject({ status: 400, body: { fields: [{ path: 'cursor' }] } });
  });

  it('ask the database the same number of questions for one and for fifty', async () => {
    // The least of three: what the application does in the background now and then is not the list's.
    const countFor = async (path: string) => {
      const counts = [];
      for (let round = 0; round < 3; round += 1) counts.push(await scene.countQueries(() => scene.owner.get(path)));
      return Math.min(...counts);
    };
    const one = await countFor('/api/consultations?from=2027-03-18&to=2027-03-19');
    const many = await countFor('/api/consultations');
    expect(many).toBe(one);
  });
});

describe('open pages', () => {
  it('hear of every change: participants, owners and coordinators of the centre, nobody else', async () => {
    const pages = await Promise.all([scene.owner, scene.expert, scene.coordinator, scene.outsider].map((member) => member.listen()));
    try {
      const { id } = await booked();
      const heard = (page: (typeof pages)[number]) => page.notices.filter((notice) => notice.topic === 'consultation' && notice.id === id).length;
      await eventually(() => expect(pages.map(heard)).toEqual([1, 1, 1, 0]));
      await eventually(() => expect(pages[2]?.notices).toContainEqual({ topic: 'consultations', id: null }));
      await scene.system.settle();
      await eventually(() => expect(pages[1]?.notices).toContainEqual({ topic: 'notifications', id: null }));
    } finally {
      for (const page of pages) page.close();
    }
  });
});

/** `HH:mm` in Helsinki of an instant in summer or winter. */
function localHour(instant: string): string {
  return new Intl.DateTimeFormat('fi', { timeZone: 'Europe/Helsinki', hour: '2-digit', minute: '2-digit' }).format(new Date(instant)).replace('.', ':');
}
