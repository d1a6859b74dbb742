import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Consultation, Hold, TimeAnswer } from '@app/contracts';
import { type Answer, type Member, Scene } from '../support/consultation-scene.js';
import { holdLock } from '../support/held-lock.js';

/** What happens to panels when several things go wrong at once. */
let scene: Scene;
let caseId: string;
let lawyer: Member;
let other: Member;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
}, 120_000);
afterAll(() => scene?.close());

beforeEach(async () => {
  caseId = await scene.openCase(scene.owner);
  [lawyer, other] = (await scene.addExperts(2)) as [Member, Member];
});

let week = 0;
/** Nine o'clock on three days of a week that nobody has used yet. */
function freshDays(): [string, string, string] {
  const monday = Date.UTC(2027, 7, 2 + 7 * week++);
  return [1, 2, 3].map((day) => `${new Date(monday + day * 86_400_000).toISOString().slice(0, 10)}T09:00`) as [string, string, string];
}

const law = (candidates: readonly Member[], substitutes: readonly Member[] = [], more: object = {}) => ({
  role: 'LAW',
  k: 1,
  candidates: candidates.map(({ id }) => id),
  substitutes: substitutes.map(({ id }) => id),
  ...more,
});
const asked = ({ id: personId }: Member, required = true) => ({ personId, required });
const zoned = (local: string) => ({ local, timeZone: 'Europe/Helsinki' });
const rows = <Row = Record<string, unknown>>(sql: string, ...params: unknown[]) => scene.query<Row>(sql, params);
const sittingOf = ({ id }: { id: string }) => rows<{ sitting_id: string }>(`SELECT sitting_id FROM consultation WHERE id = $1`, id).then(([row]) => row!.sitting_id);

async function done<Body = Record<string, any>>(answer: Promise<Answer>): Promise<Body> {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body as Body;
}

const hold = (member: Member, body: object, times: readonly string[] = freshDays()) =>
  member.post('/api/holds', { caseId, durationMinutes: 60, ...body, times: times.map(zoned) }, { key: randomUUID() });
const book = (member: Member, participants: readonly object[], local: string, needs: readonly object[] = [], of = caseId) =>
  member.post('/api/consultations', { caseId: of, participants, needs, start: zoned(local), durationMinutes: 60 }, { key: randomUUID() });
const say = (member: Member, { id, times }: Hold, ...words: (TimeAnswer | null)[]) =>
  member.post(`/api/holds/${id}/answers`, { answers: times.flatMap((time, index) => (words[index] ? [{ timeId: time.id, answer: words[index] }] : [])), notDisqualified: true });
const respond = (member: Member, { id, sequence }: Consultation, answer: string) => member.post(`/api/consultations/${id}/response`, { sequence, answer, notDisqualified: true });
const move = (member: Member, { id, version }: Consultation, local: string) => member.post(`/api/consultations/${id}/move`, { version, start: zoned(local) }, { key: randomUUID() });
const replace = (member: Member, { id, version, participants }: Consultation, old: Member, by: Member) =>
  member.post(`/api/consultations/${id}/replace`, { version, participationId: participants.find(({ personId }) => personId === old.id)!.participationId, personId: by.id }, { key: randomUUID() });
const read = (member: Member, { id }: { id: string }) => member.get(`/api/consultations/${id}`).then(({ body }) => body as Consultation);
const placeOf = ({ participants }: Consultation, { id }: Member) => participants.find(({ personId }) => personId === id);

/** What a subscribed calendar of somebody's says. */
async function busyElsewhere({ id }: Member, startsAt: string, endsAt: string): Promise<void> {
  await scene.query(`INSERT INTO resource (id, kind, person_id) VALUES ($1, 'person', $2) ON CONFLICT DO NOTHING`, [randomUUID(), id]);
  const feedId = randomUUID();
  await scene.query(
    `INSERT INTO calendar_feed (id, resource_id, label, url, next_attempt_at, created_at) SELECT $1, id, 'Työ', $2, '2030-01-01', '2027-01-01' FROM resource WHERE person_id = $3`,
    [feedId, `https://calendar.example/${feedId}`, id],
  );
  await scene.query(`INSERT INTO feed_busy (feed_id, resource_id, during) SELECT $1, id, tstzrange($2, $3) FROM resource WHERE person_id = $4`, [feedId, startsAt, endsAt, id]);
  await scene.query(`UPDATE resource SET busy_version = busy_version + 1 WHERE person_id = $1`, [id]);
}

async function awayOn(member: Member, local: string): Promise<void> {
  const day = local.slice(0, 10);
  const to = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const { body } = await member.get(`/api/people/${member.id}/availability`);
  const answer = await member.client.patch(`/api/people/${member.id}/availability`, { version: body['version'], leaves: [{ from: day, to }] });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

const hasTime = async ({ id }: Member, of: { id: string }) =>
  (await rows(`SELECT FROM calendar_entry JOIN resource ON resource.id = resource_id WHERE person_id = $1 AND group_id = $2 AND status = 'confirmed'`, id, await sittingOf(of))).length;

describe('a hold', () => {
  it('is not ended with a reason that names a person by the identity code', async () => {
    const one = await done<Hold>(hold(scene.coordinator, { needs: [law([lawyer])] }));
    const answer = await scene.coordinator.post(`/api/holds/${one.id}/release`, { version: one.version, reason: 'Lapsi 131052-308T' }, { key: randomUUID() });
    expect([answer.status, answer.body['code']]).toEqual([400, 'text.personal_identity_code']);
  });

  it('names everybody once', async () => {
    const answer = await hold(scene.owner, { participants: [asked(lawyer), asked(lawyer, false)] });
    expect([answer.status, answer.body['fields']]).toEqual([400, [expect.objectContaining({ path: 'participants.1.personId' })]]);
  });

  it('that somebody releases who was asked leaves nothing in their own calendar', async () => {
    const one = await done<Hold>(hold(scene.coordinator, { needs: [law([lawyer])] }));
    await scene.system.settle();
    await done(scene.owner.post(`/api/holds/${one.id}/release`, { version: one.version, reason: 'Ei tarvita' }, { key: randomUUID() }));
    await scene.system.settle();
    expect(scene.mailsTo(scene.owner).at(-1)!.raw.match(/method=CANCEL/g)).toHaveLength(3);
  });

  it('is listed for everybody who owns the case', async () => {
    await done(scene.owner.post(`/api/cases/${caseId}/owners`, { personId: scene.coOwner.id }));
    const one = await done<Hold>(hold(scene.coordinator, { needs: [law([lawyer])] }));
    expect((await scene.coOwner.get('/api/holds')).body['items']).toMatchObject([{ id: one.id, my: { may: { release: true } } }]);
  });

  it('asks nobody by mail about times that are all taken', async () => {
    const times = freshDays();
    for (const local of times) await done(book(scene.coOwner, [asked(lawyer)], local, [], await scene.openCase(scene.coOwner)));
    await scene.system.settle();
    const before = scene.mailsTo(lawyer).length;
    await done(hold(scene.owner, { participants: [asked(lawyer, false)], needs: [law([other])] }, times));
    await scene.system.settle();
    expect(scene.mailsTo(lawyer)).toHaveLength(before);
    expect(scene.mailsTo(other)).toHaveLength(1);
  });

  it('tells nobody of its end who was never asked', async () => {
    const times = freshDays();
    for (const local of times) await done(book(scene.coOwner, [asked(lawyer)], local, [], await scene.openCase(scene.coOwner)));
    await scene.system.settle();
    const before = scene.mailsTo(lawyer).length;
    const one = await done<Hold>(hold(scene.owner, { needs: [law([lawyer, other])] }, times));
    await done(scene.owner.post(`/api/holds/${one.id}/release`, { version: one.version, reason: 'Ei tarvita' }, { key: randomUUID() }));
    const next = await done<Hold>(hold(scene.owner, { needs: [law([lawyer, other])] }, times));
    await done(say(other, next, 'works'));
    await scene.system.settle();
    expect(scene.mailsTo(lawyer)).toHaveLength(before);
    expect(scene.mailsTo(other).at(-1)!.subject).toMatch(/^Vahvistui/);
  });

  it('is not made for more people than a meeting may have', async () => {
    const eleven = await scene.addExperts(11);
    const answer = await hold(scene.owner, { participants: eleven.map((one) => asked(one)), needs: [law([...eleven, lawyer])] });
    expect([answer.status, answer.body['fields']]).toEqual([400, [expect.objectContaining({ path: 'needs' })]]);
    expect((await hold(scene.owner, { participants: eleven.map((one) => asked(one)), needs: [law(eleven)] })).status).toBe(201);
  });

  it('has no role that is called by an identity code', async () => {
    const answer = await hold(scene.owner, { needs: [law([lawyer], [], { role: 'Huoltaja 131052-308T' })] });
    expect([answer.status, answer.body['code']]).toEqual([400, 'text.personal_identity_code']);
  });

  it('is no meeting, and a meeting is no hold', async () => {
    const [one, booked] = [await done<Hold>(hold(scene.owner, { needs: [law([lawyer])] })), await done<Consultation>(book(scene.owner, [asked(lawyer)], freshDays()[0]))];
    const key = () => ({ key: randomUUID() });
    const start = zoned(freshDays()[0]);
    const asMeeting = [
      scene.owner.post(`/api/consultations/${one.id}/ticket`, { deviceSession: 'abcdefgh' }),
      scene.owner.post(`/api/consultations/${one.id}/move`, { version: one.version, start }, key()),
      scene.owner.post(`/api/consultations/${one.id}/cancel`, { version: one.version, reason: 'Ei' }, key()),
      scene.owner.post(`/api/consultations/${one.id}/end`, { version: one.version }),
      scene.owner.post(`/api/consultations/${one.id}/replace`, { version: one.version, participationId: one.people[0]!.participationId, personId: other.id }, key()),
      lawyer.post(`/api/consultations/${one.id}/response`, { sequence: 0, answer: 'accepted', notDisqualified: true }),
      scene.owner.get(`/api/consultations/${one.id}/messages`),
    ];
    expect((await Promise.all(asMeeting)).map(({ status }) => status)).toEqual(asMeeting.map(() => 404));
    const asHold = [
      scene.owner.get(`/api/holds/${booked.id}`),
      scene.owner.post(`/api/holds/${booked.id}/release`, { version: 1, reason: 'Ei' }, key()),
      lawyer.post(`/api/holds/${booked.id}/answers`, { answers: [{ timeId: one.times[0]!.id, answer: 'no' }] }),
    ];
    expect((await Promise.all(asHold)).map(({ status }) => status)).toEqual(asHold.map(() => 404));
  });

  it('does not take a time over another one because it lies outside the own hours too', async () => {
    const times = freshDays();
    await awayOn(lawyer, times[0]);
    const one = await done<Hold>(hold(scene.owner, { participants: [asked(lawyer, false)], needs: [law([other])] }, times));
    await busyElsewhere(lawyer, one.times[0]!.startsAt, one.times[0]!.endsAt);
    const answer = await say(lawyer, one, 'works');
    expect([answer.status, answer.body['code'], answer.body['startsAt']]).toEqual([409, 'consultation.slot_taken', one.times[0]!.startsAt]);
  });

  it('waits for nobody who has left', async () => {
    const one = await done<Hold>(hold(scene.coordinator, { needs: [law([lawyer], [other])] }));
    await scene.query(`UPDATE person SET disabled_at = '2027-03-01T08:00:00Z' WHERE id = $1`, [lawyer.id]);
    await say(scene.owner, one, 'works');
    expect((await other.get(`/api/holds/${one.id}`)).body).toMatchObject({ state: 'open', my: { may: { answer: true } } });
    await scene.query(`UPDATE person SET disabled_at = '2027-03-01T08:00:00Z' WHERE id = $1`, [other.id]);
    await say(scene.owner, one, 'works', 'works');
    const now = (await scene.coordinator.get(`/api/holds/${one.id}`)).body as Hold;
    const byHand = await scene.coordinator.post(`/api/holds/${one.id}/confirm`, { version: now.version, timeId: one.times[0]!.id }, { key: randomUUID() });
    expect(byHand).toMatchObject({ status: 409, body: { code: 'consultation.role_missing', roles: ['LAW'] } });
    await scene.system.settle();
    expect(scene.mailsTo(scene.coordinator).at(-1)!.subject).toBe('Mikään aika ei sovi kaikille: konsultaatio');
  });

  it('gives the chair to somebody who comes', async () => {
    const second = await scene.addPerson('Toinen Koordinaattori', { role: 'coordinator' });
    const one = await done<Hold>(hold(scene.owner, { needs: [law([second, lawyer])] }));
    await say(lawyer, one, 'works');
    const booked = await read(scene.owner, one);
    expect(booked.participants.map(({ personId, seat }) => [personId, seat]).sort()).toEqual([[scene.owner.id, 'chair'], [lawyer.id, 'expert']].sort());
  });

  it.each([
    ['moved', (one: Consultation) => move(scene.owner, one, `${freshDays()[0]}`)],
    ['cancelled', ({ id, version }: Consultation) => scene.owner.post(`/api/consultations/${id}/cancel`, { version, reason: 'Peruttu' }, { key: randomUUID() })],
  ])('that is confirmed and %s before the mails go takes the other times out of calendars', async (_name, change) => {
    const one = await done<Hold>(hold(scene.coordinator, { needs: [law([lawyer])] }));
    await scene.system.settle();
    await say(scene.owner, one, 'works');
    await done(say(lawyer, one, 'works'));
    await done(change(await read(scene.owner, one)));
    await scene.system.settle();
    expect(scene.mailsTo(lawyer).at(-1)!.raw.match(/method=CANCEL; name=aika/g)).toHaveLength(2);
  });
});

describe('an answer to an invitation', () => {
  it('looks at the own calendar and leaves those of the others as they are', async () => {
    const local = freshDays()[0];
    const optional = await scene.addPerson('Ossi Valinnainen', { role: 'expert' });
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer), asked(other, false), asked(optional, false)], local));
    await done(respond(other, one, 'accepted'));
    for (const member of [lawyer, other]) await busyElsewhere(member, one.startsAt, one.endsAt);
    expect((await respond(optional, one, 'accepted')).status).toBe(200);
    expect(await Promise.all([lawyer, other, optional].map((member) => hasTime(member, one)))).toEqual([1, 1, 1]);
  });

  it('of somebody who is given a seat at that instant opens the seat again', async () => {
    const [local, substitute] = [freshDays()[0], await scene.addPerson('Vara Lakimies', { role: 'expert' })];
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer), asked(other)], local, [law([lawyer, other], [substitute])]));
    const [seated, spare] = placeOf(await read(scene.owner, one), lawyer)!.role ? [lawyer, other] : [other, lawyer];
    const lock = await holdLock(scene.system.database, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [spare.id]);
    const first = respond(seated, one, 'declined');
    await lock.waiting(1);
    const second = respond(spare, one, 'declined');
    await lock.waiting(2);
    await lock.release();
    expect((await first).status).toBe(200);
    const answer = await second;
    if (answer.status === 409) expect((await respond(spare, one, 'declined')).status).toBe(200);
    expect(await read(substitute, one)).toMatchObject({ my: { partstat: 'needs-action' } });
  });

  it('offers no seat to somebody who has left', async () => {
    const [gone, substitute] = await scene.addExperts(2);
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], freshDays()[0], [law([lawyer], [gone!, substitute!])]));
    await scene.query(`UPDATE person SET disabled_at = '2027-03-01T08:00:00Z' WHERE id = $1`, [gone!.id]);
    await done(respond(lawyer, one, 'declined'));
    expect((await read(scene.owner, one)).participants.map(({ personId }) => personId)).not.toContain(gone!.id);
    expect(await hasTime(substitute!, one)).toBe(1);
    const affected = await scene.coordinator.get(`/api/people/${substitute!.id}/affected-meetings`);
    expect(JSON.stringify(affected.body)).not.toContain(gone!.id);
  });

  it('asks no substitute for a meeting that has begun', async () => {
    const substitute = await scene.addPerson('Vara Lakimies', { role: 'expert' });
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], '2027-03-02T09:00', [law([lawyer], [substitute])]));
    scene.system.clock.set('2027-03-02T07:05:00Z');
    await done(respond(lawyer, one, 'declined'));
    expect((await substitute.get(`/api/consultations/${one.id}`)).status).toBe(404);
    scene.system.clock.set('2027-03-01T08:00:00Z');
  });

  it('that stood somebody down before a cancellation takes the meeting out of their calendar', async () => {
    const [first, second] = (await scene.addExperts(2)) as [Member, Member];
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], freshDays()[0], [law([lawyer], [first, second])]));
    await done(respond(lawyer, one, 'declined'));
    await scene.system.settle();
    await done(respond(first, one, 'accepted'));
    const { version } = await read(scene.owner, one);
    await done(scene.owner.post(`/api/consultations/${one.id}/cancel`, { version, reason: 'Peruttu' }, { key: randomUUID() }));
    await scene.system.settle();
    expect(scene.mailsTo(second).at(-1)!.calendar?.method).toBe('CANCEL');
  });
});

describe('a panel', () => {
  it('is not booked with somebody in a seat who is away', async () => {
    const local = freshDays()[0];
    await awayOn(lawyer, local);
    const answer = await book(scene.owner, [asked(lawyer, false)], local, [law([lawyer])]);
    expect([answer.status, answer.body['code'], answer.body['roles']]).toEqual([409, 'consultation.role_missing', ['LAW']]);
    const day = local.slice(0, 10);
    const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
    const search = { caseId, needs: [{ role: 'LAW', candidates: [lawyer.id] }], durationMinutes: 60, from: day, to: next, timeZone: 'Europe/Helsinki' };
    expect((await scene.owner.post('/api/slots', search)).body['slots']).toEqual([]);
  });

  it('is not moved to where a role has nobody', async () => {
    const [local, later] = freshDays();
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer, false)], local, [law([lawyer])]));
    await done(book(scene.coOwner, [asked(lawyer)], later, [], await scene.openCase(scene.coOwner)));
    const answer = await move(scene.owner, one, later);
    expect([answer.status, answer.body['code'], answer.body['roles']]).toEqual([409, 'consultation.role_missing', ['LAW']]);
    expect((await read(scene.owner, one)).startsAt).toBe(one.startsAt);
  });

  it('tells nobody who has only been invited who else could come', async () => {
    const substitute = await scene.addPerson('Vara Lakimies', { role: 'expert' });
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], freshDays()[0], [law([lawyer], [substitute])]));
    const affected = async () => (await lawyer.get(`/api/people/${lawyer.id}/affected-meetings`)).body['items'];
    expect(await affected()).toMatchObject([{ consultation: { id: one.id }, substitutes: [] }]);
    await done(respond(lawyer, one, 'accepted'));
    expect(await affected()).toMatchObject([{ substitutes: [{ personId: substitute.id }] }]);
  });

  it('that is moved offers its empty seats to those who are free then', async () => {
    const [local, later] = freshDays();
    const substitute = await scene.addPerson('Vara Lakimies', { role: 'expert' });
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], local, [law([lawyer], [substitute])]));
    await done(book(scene.coOwner, [asked(substitute)], local, [], await scene.openCase(scene.coOwner)));
    await done(respond(lawyer, one, 'declined'));
    expect((await substitute.get(`/api/consultations/${one.id}`)).status).toBe(404);
    const moved = await done<Consultation>(move(scene.owner, await read(scene.owner, one), later));
    expect(await read(substitute, moved)).toMatchObject({ startsAt: moved.startsAt, my: { partstat: 'needs-action' } });
    expect(await hasTime(substitute, moved)).toBe(1);
  });

  it('is moved to where one of several who are asked for a seat is free, and not where nobody is', async () => {
    const [local, later, latest] = freshDays();
    const [first, second] = (await scene.addExperts(2)) as [Member, Member];
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], local, [law([lawyer], [first, second])]));
    await done(respond(lawyer, one, 'declined'));
    await done(book(scene.coOwner, [asked(first)], later, [], await scene.openCase(scene.coOwner)));
    await done(book(scene.coOwner, [asked(first), asked(second)], latest, [], await scene.openCase(scene.coOwner)));
    expect(await move(scene.owner, await read(scene.owner, one), latest)).toMatchObject({ status: 409, body: { code: 'consultation.role_missing' } });
    const moved = await done<Consultation>(move(scene.owner, await read(scene.owner, one), later));
    expect(await Promise.all([first, second].map((member) => hasTime(member, moved)))).toEqual([0, 1]);
    await scene.system.settle();
    expect(scene.mailsTo(first).at(-1)!.subject).not.toMatch(/^Uusi aika/);
    expect((await first.get(`/api/consultations/${one.id}`)).status).toBe(404);
    expect((await done<Consultation>(respond(second, moved, 'accepted'))).my.partstat).toBe('accepted');
  });

  it('gets its empty seats filled one after the other', async () => {
    const [first, second] = await Promise.all(['A', 'B'].map((name) => scene.addPerson(`Lakimies ${name}`, { role: 'expert', profession: 'LAW' })));
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer), asked(other)], freshDays()[0], [law([lawyer, other], [], { k: 2 })]));
    for (const member of [lawyer, other]) await done(respond(member, one, 'declined'));
    const half = await done<Consultation>(replace(scene.owner, await read(scene.owner, one), lawyer, first!));
    const full = await done<Consultation>(replace(scene.owner, half, other, second!));
    expect([placeOf(full, first!)?.role, placeOf(full, second!)?.role]).toEqual(['LAW', 'LAW']);
  });

  it('invites nobody to a seat that is filled', async () => {
    const [substitute, third] = await Promise.all(['A', 'B'].map((name) => scene.addPerson(`Lakimies ${name}`, { role: 'expert', profession: 'LAW' })));
    const one = await done<Consultation>(book(scene.owner, [asked(lawyer)], freshDays()[0], [law([lawyer], [substitute!])]));
    await done(respond(lawyer, one, 'declined'));
    await done(respond(substitute!, one, 'accepted'));
    expect(await replace(scene.owner, await read(scene.owner, one), lawyer, third!)).toMatchObject({ status: 409, body: { code: 'consultation.seat_filled' } });
  });
});
