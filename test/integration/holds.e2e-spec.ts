import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Hold, TimeAnswer } from '@app/contracts';
import { type Answer, type Member, Scene } from '../support/consultation-scene.js';
import { eventually } from '../support/eventually.js';

type HoldAnswer = Answer<Hold & Record<string, any>>;

let scene: Scene;
let caseId: string;
let law: Member[];
let psy: Member;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
}, 120_000);
afterAll(() => scene?.close());

/** New people and a case of their own: nothing of another test is in their calendars. */
beforeEach(async () => {
  caseId = await scene.openCase(scene.owner);
  law = await scene.addExperts(3);
  psy = await scene.addPerson('Paula Psykologi', { role: 'expert' });
});

let week = 0;
/** Three hours of a week that nobody has used yet; no public holiday is among them. */
function freshTimes(): string[] {
  const monday = new Date(Date.UTC(2027, 7, 2 + 7 * week++));
  return [1, 2, 3].map((day) => `${new Date(monday.getTime() + day * 86_400_000).toISOString().slice(0, 10)}T09:00`);
}

const ids = (members: readonly Member[]) => members.map(({ id }) => id);
const lawyers = (k = 1, substitutes: readonly Member[] = []) => ({ role: 'LAW', k, candidates: ids(law), substitutes: ids(substitutes) });
const rows = (sql: string, ...params: unknown[]) => scene.query<Record<string, unknown>>(sql, params);

function hold(member: Member, body: Record<string, unknown> = {}, key = randomUUID()): Promise<HoldAnswer> {
  const times = ((body['times'] as string[] | undefined) ?? freshTimes()).map((local) => ({ local, timeZone: 'Europe/Helsinki' }));
  return member.post('/api/holds', { caseId, needs: [lawyers()], durationMinutes: 60, ...body, times }, { key }) as Promise<HoldAnswer>;
}

async function held(member: Member, body: Record<string, unknown> = {}): Promise<Hold> {
  const answer = await hold(member, body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

function say(member: Member, { id, times }: Hold, ...words: (TimeAnswer | null)[]): Promise<HoldAnswer> {
  const answers = times.flatMap((time, index) => (words[index] ? [{ timeId: time.id, answer: words[index] }] : []));
  return member.post(`/api/holds/${id}/answers`, { answers, notDisqualified: true }) as Promise<HoldAnswer>;
}

const confirm = (member: Member, { id, version }: Hold, timeId: string, key = randomUUID()) =>
  member.post(`/api/holds/${id}/confirm`, { version, timeId }, { key }) as Promise<HoldAnswer>;
const release = (member: Member, { id, version }: Hold, key = randomUUID()) =>
  member.post(`/api/holds/${id}/release`, { version, reason: 'Kokoamme paneelin uudelleen' }, { key }) as Promise<HoldAnswer>;
const entriesOf = (person: Member) =>
  rows(`SELECT status FROM calendar_entry JOIN resource ON resource.id = resource_id WHERE person_id = $1 ORDER BY during`, person.id).then((list) => list.map(({ status }) => status));

describe('holding times', () => {
  it('keeps them in the calendars of everybody asked, with the questions and the access log', async () => {
    const one = await held(scene.coordinator, { participants: [{ personId: psy.id, required: false }] });
    expect(one).toMatchObject({ state: 'open', version: 1, needs: [{ role: 'LAW', k: 1, required: true }], heldBy: { personId: scene.coordinator.id }, my: { may: { answer: false, confirm: true, release: true } } });
    expect(one.times.map(({ startsAt }) => startsAt.slice(11, 16))).toEqual(['06:00', '06:00', '06:00']);
    expect(new Set(one.people.map(({ personId }) => personId))).toEqual(new Set([scene.owner.id, psy.id, ...ids(law)]));
    expect(one.times[0]!.standing).toEqual({ roles: [{ role: 'LAW', have: 0, k: 1, required: true }], missingPersonIds: [scene.owner.id], works: 0, ifNeeded: 0, no: 0, waiting: 5, reachable: true });
    expect(await entriesOf(psy)).toEqual(['held', 'held', 'held']);
    expect(await rows(`SELECT relation FROM case_grant WHERE source_id = $1 AND person_id = $2`, one.id, psy.id)).toEqual([{ relation: 'invited' }]);
    expect(await rows(`SELECT action FROM audit_event WHERE object_id = $1`, one.id)).toEqual([{ action: 'hold.made' }]);
    expect(await rows(`SELECT state FROM case_header WHERE id = $1`, caseId)).toEqual([{ state: 'times_open' }]);
    expect((await scene.coordinator.get(`/api/consultations/${one.id}`)).status).toBe(404);
  });

  it('answers a repeated request with the same hold', async () => {
    const [key, times] = [randomUUID(), freshTimes()];
    const first = await hold(scene.owner, { times }, key);
    expect(await hold(scene.owner, { times }, key)).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect((await hold(scene.owner, { times, durationMinutes: 45 }, key)).body['code']).toBe('idempotency.key_reused');
  });

  it('lets its own times overlap and keeps everybody else off them', async () => {
    const times = ['2027-03-22T09:00', '2027-03-22T09:30'];
    await held(scene.owner, { times });
    const other = await scene.openCase(scene.coOwner);
    const clash = await scene.book(scene.coOwner, { caseId: other, people: [law[0]!], local: '2027-03-22T09:15' });
    expect([clash.status, clash.body['code']]).toEqual([409, 'consultation.slot_taken']);
    const second = await scene.coOwner.post('/api/holds', {
      caseId: other, participants: [{ personId: law[0]!.id }], durationMinutes: 60, times: [{ local: '2027-03-22T09:00', timeZone: 'Europe/Helsinki' }],
    }, { key: randomUUID() });
    expect([second.status, second.body['code'], second.body['startsAt']]).toEqual([409, 'consultation.slot_taken', '2027-03-22T07:00:00.000Z']);
  });

  it('asks a candidate only for times that are free and needs enough of them', async () => {
    const times = freshTimes();
    const other = await scene.openCase(scene.coOwner);
    expect((await scene.book(scene.coOwner, { caseId: other, people: [law[2]!], local: times[0]!, durationMinutes: 30 })).status).toBe(201);
    const two = await hold(scene.owner, { times, needs: [lawyers(3)] });
    expect([two.status, two.body['code'], two.body['roles']]).toEqual([409, 'consultation.role_missing', ['LAW']]);
    const one = await held(scene.owner, { times });
    const kept = (person: Member) => one.people.find(({ personId }) => personId === person.id)?.times.map((said) => said.held);
    expect(law.map(kept)).toEqual([[true, true, true], [true, true, true], [false, true, true]]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a time twice', { times: ['2027-05-03T09:00', '2027-05-03T09:00'] }, 'times.1.local'],
    ['a time less than a day ahead', { times: ['2027-03-01T15:00'] }, 'times.0.local'],
    ['a time that does not exist', { times: ['2027-03-28T03:30'] }, 'times.0.local'],
    ['no time', { times: [] }, 'times'],
    ['nobody known', { needs: [{ role: 'LAW', candidates: [randomUUID()] }] }, 'needs.0.candidates.0'],
    ['a length nobody offers', { durationMinutes: 47 }, 'durationMinutes'],
  ])('refuses %s and names the field', async (_name, body, path) => {
    const answer = await hold(scene.owner, body);
    expect({ status: answer.status, paths: (answer.body['fields'] as { path: string }[]).map((field) => field.path) }).toEqual({ status: 400, paths: [path] });
  });

  it('refuses a panel in which nobody asked is required: the first time would be confirmed unasked', async () => {
    const answer = await hold(scene.owner, { needs: [{ ...lawyers(), required: false }] });
    expect({ status: answer.status, fields: answer.body['fields'] }).toMatchObject({ status: 400, fields: [{ path: 'needs' }] });
    expect((await hold(scene.coordinator, { needs: [{ ...lawyers(), required: false }] })).status).toBe(201);
  });

  it('is seen by nobody else, and by those asked without names', async () => {
    const one = await held(scene.owner);
    expect((await scene.outsider.get(`/api/holds/${one.id}`)).status).toBe(404);
    expect((await scene.stranger.post(`/api/holds/${one.id}/answers`, { answers: [{ timeId: one.times[0]!.id, answer: 'no' }] })).status).toBe(404);
    const asked = (await law[0]!.get(`/api/holds/${one.id}`)) as HoldAnswer;
    expect(asked.body).toMatchObject({ case: null, heldBy: null, my: { may: { answer: true, confirm: false, release: false } } });
    expect(asked.body.people.map(({ personId }) => personId)).toEqual([law[0]!.id]);
    expect(asked.body.times.every(({ standing }) => standing === null)).toBe(true);
    expect((await confirm(law[0]!, one, one.times[0]!.id)).status).toBe(403);
    expect((await law[0]!.get('/api/holds')).body['items']).toMatchObject([{ id: one.id }]);
    expect((await scene.stranger.get('/api/holds')).body['items']).toEqual([]);
  });
});

describe('answers', () => {
  it('confirm the first time that completes the panel, free the others and tell everybody', async () => {
    const one = await held(scene.coordinator);
    await scene.system.settle();
    const [asking] = scene.mailsTo(law[0]!);
    expect(asking?.subject).toBe('Mikä aika sopii konsultaatioon?');
    expect(asking?.raw.match(/method=REQUEST/g)).toHaveLength(3);
    await say(scene.owner, one, 'works', 'works', 'works');
    expect((await say(law[0]!, one, 'no', 'works')).body).toMatchObject({ state: 'confirmed', my: { participationId: expect.any(String) } });
    const booked = (await scene.owner.get(`/api/consultations/${one.id}`)).body;
    expect(booked).toMatchObject({ state: 'booked', startsAt: one.times[1]!.startsAt, sequence: 1, needs: [{ role: 'LAW', k: 1, required: true, have: 1 }] });
    expect(booked['participants'].map((who: Record<string, unknown>) => [who['personId'], who['partstat'], who['role']]).sort()).toEqual(
      [[law[0]!.id, 'accepted', 'LAW'], [scene.owner.id, 'accepted', null]].sort(),
    );
    expect(await entriesOf(law[0]!)).toEqual(['released', 'confirmed', 'released']);
    expect(await entriesOf(law[1]!)).toEqual(['released', 'released', 'released']);
    await scene.system.settle();
    const confirmed = scene.mailsTo(law[0]!).at(-1)!;
    expect(confirmed.subject).toMatch(/^Vahvistui: konsultaatio/);
    expect(confirmed.raw).toMatch(new RegExp(`UID:${one.times[1]!.id}`));
    expect(confirmed.raw.match(/method=CANCEL/g)).toHaveLength(2);
    expect(scene.mailsTo(law[1]!).at(-1)!.subject).toMatch(/^Sinua ei tarvita/);
    expect((await law[1]!.get(`/api/consultations/${one.id}`)).status).toBe(404);
    expect((await law[1]!.get(`/api/holds/${one.id}`)).body).toMatchObject({ state: 'confirmed', people: [{ standing: 'stood_down' }] });
    const waiting = await rows(`SELECT kind, count(*)::int AS n FROM outbox WHERE subject_id = (SELECT sitting_id FROM consultation WHERE id = $1) AND status = 'planned' GROUP BY kind`, one.id);
    expect(waiting).toEqual([{ kind: 'send-reminder', n: 6 }]);
  });

  it('may be changed while the times are open, and a no frees the own calendar', async () => {
    const one = await held(scene.coordinator);
    await say(law[0]!, one, 'no', 'no', 'no');
    expect(await entriesOf(law[0]!)).toEqual(['released', 'released', 'released']);
    expect((await say(law[0]!, one, 'works')).body.my.times[0]).toMatchObject({ answer: 'works', held: true });
    expect(await entriesOf(law[0]!)).toContain('held');
    await say(law[0]!, one, null, 'works');
    await scene.book(scene.coOwner, { caseId: await scene.openCase(scene.coOwner), people: [law[0]!], local: localOf(one.times[2]!.startsAt) });
    const taken = await say(law[0]!, one, null, null, 'works');
    expect([taken.status, taken.body['code']]).toEqual([409, 'consultation.slot_taken']);
  });

  it('include not being disqualified', async () => {
    const one = await held(scene.coordinator);
    const answer = await law[0]!.post(`/api/holds/${one.id}/answers`, { answers: [{ timeId: one.times[0]!.id, answer: 'works' }] });
    expect({ status: answer.status, fields: answer.body['fields'] }).toMatchObject({ status: 400, fields: [{ path: 'notDisqualified' }] });
  });

  it('are told to who holds the times at once', async () => {
    const one = await held(scene.coordinator);
    const page = await scene.coordinator.listen();
    await say(law[0]!, one, 'if_needed');
    await eventually(() => expect(page.notices).toContainEqual({ topic: 'hold', id: one.id }));
    page.close();
  });

  it('ask the substitutes when nobody asked can fill a role', async () => {
    const [substitute, busy] = [await scene.addPerson('Vara Lakimies', { role: 'expert' }), await scene.addPerson('Kiire Lakimies', { role: 'expert' })];
    const one = await held(scene.owner, { needs: [{ role: 'LAW', k: 1, candidates: [law[0]!.id], substitutes: ids([substitute, busy]) }] });
    expect(await entriesOf(substitute)).toEqual([]);
    expect((await substitute.get(`/api/holds/${one.id}`)).status).toBe(404);
    await say(law[0]!, one, 'no', 'no', 'no');
    expect((await substitute.get(`/api/holds/${one.id}`)).body).toMatchObject({ state: 'open', my: { may: { answer: true } } });
    expect(await entriesOf(substitute)).toEqual(['held', 'held', 'held']);
    expect((await say(substitute, one, null, null, 'works')).body.state).toBe('confirmed');
    expect((await say(busy, one, 'works')).body).toMatchObject({ code: 'hold.over', state: 'confirmed' });
  });

  it('that leave nobody to ask are reported to who holds the times', async () => {
    const one = await held(scene.coordinator, { needs: [{ role: 'LAW', k: 1, candidates: [law[0]!.id] }] });
    await say(law[0]!, one, 'no', 'no', 'no');
    await scene.system.settle();
    expect(scene.mailsTo(scene.coordinator).at(-1)!.subject).toBe('Mikään aika ei sovi kaikille: konsultaatio');
  });

  it('come in any order at once: one time is confirmed, nobody is asked twice, nothing overlaps', async () => {
    const one = await held(scene.coordinator, { needs: [lawyers(2)] });
    const answers = await Promise.all([scene.owner, ...law].map((member) => say(member, one, 'works', 'works', 'works')));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
    for (const { status, body } of answers) if (status !== 200) expect(body['code']).toBe('hold.over');
    const sitting = `(SELECT sitting_id FROM consultation WHERE id = '${one.id}')`;
    expect(await rows(`SELECT count(*)::int AS n FROM calendar_entry WHERE group_id = ${sitting} AND status = 'confirmed'`)).toEqual([{ n: 3 }]);
    expect(await rows(`SELECT count(*)::int AS n FROM calendar_entry WHERE group_id = ${sitting} AND status = 'held'`)).toEqual([{ n: 0 }]);
    expect(await rows(`SELECT count(*)::int AS n FROM participation WHERE sitting_id = ${sitting} AND standing = 'in'`)).toEqual([{ n: 3 }]);
  });
});

describe('confirming by hand', () => {
  it('invites those who have not answered, and is refused where a role would be empty', async () => {
    const one = await held(scene.coordinator);
    for (const lawyer of law) await say(lawyer, one, 'no');
    const now = (await scene.coordinator.get(`/api/holds/${one.id}`)).body as Hold;
    expect(await confirm(scene.coordinator, now, one.times[0]!.id)).toMatchObject({ status: 409, body: { code: 'consultation.role_missing', roles: ['LAW'] } });
    expect(await confirm(scene.coordinator, one, one.times[1]!.id)).toMatchObject({ status: 409, body: { code: 'version.stale' } });
    const key = randomUUID();
    expect(await confirm(scene.coordinator, now, one.times[1]!.id, key)).toMatchObject({ status: 200, body: { state: 'confirmed' } });
    expect(await confirm(scene.coordinator, now, one.times[1]!.id, key)).toMatchObject({ status: 200, body: { state: 'confirmed' } });
    expect(await confirm(scene.coordinator, now, one.times[1]!.id)).toMatchObject({ status: 409, body: { code: 'hold.over' } });
    const booked = (await scene.coordinator.get(`/api/consultations/${one.id}`)).body;
    expect(booked['participants'].map((who: Record<string, unknown>) => who['partstat'])).toEqual(['needs-action', 'needs-action']);
  });
});

describe('the end of a hold', () => {
  it('by hand frees all times, tells those asked and closes the case to them', async () => {
    const one = await held(scene.coordinator);
    expect(await release(scene.coordinator, one)).toMatchObject({ status: 200, body: { state: 'released', releaseReason: 'Kokoamme paneelin uudelleen' } });
    expect(await entriesOf(law[0]!)).toEqual(['released', 'released', 'released']);
    await scene.system.settle();
    expect(scene.mailsTo(law[0]!).at(-1)!.subject).toBe('Ajat vapautettu: konsultaatio');
    expect(scene.mailsTo(law[0]!).at(-1)!.raw.match(/method=CANCEL/g)).toHaveLength(3);
    expect(await rows(`SELECT state FROM case_header WHERE id = $1`, caseId)).toEqual([{ state: 'submitted' }]);
    expect(await rows(`SELECT count(*)::int AS n FROM case_grant WHERE source_id = $1 AND ended_at IS NULL`, one.id)).toEqual([{ n: 0 }]);
  });

  it('by the clock: an expired hold blocks nobody, even before it is tidied up, and cannot be confirmed', async () => {
    const one = await held(scene.coordinator, { times: ['2027-06-15T09:00', '2027-06-16T09:00'] });
    expect(one.expiresAt).toBe('2027-03-08T08:00:00.000Z');
    await scene.system.settle();
    scene.system.clock.set('2027-03-08T08:00:00Z');
    expect((await say(law[0]!, one, 'works')).body).toMatchObject({ code: 'hold.over', state: 'expired' });
    const other = await scene.openCase(scene.coOwner);
    expect((await scene.book(scene.coOwner, { caseId: other, people: [law[0]!], local: '2027-06-15T09:00' })).status).toBe(201);
    await scene.system.settle();
    expect((await scene.coordinator.get(`/api/holds/${one.id}`)).body).toMatchObject({ state: 'expired' });
    expect(await entriesOf(law[1]!)).toEqual(['released', 'released']);
    expect(scene.mailsTo(scene.coordinator).map(({ subject }) => subject)).toContain('Alustava varaus päättyi: konsultaatio');
    scene.system.clock.set('2027-03-01T08:00:00Z');
  });

  it('reminds those who have not answered after two days, and nobody else', async () => {
    const one = await held(scene.coordinator, { times: ['2027-06-17T09:00'] });
    await say(law[0]!, one, 'if_needed');
    await scene.system.settle();
    await scene.at('2027-03-03T08:00:30Z');
    expect(scene.mailsTo(law[1]!).map(({ subject }) => subject)).toEqual(['Mikä aika sopii konsultaatioon?', 'Muistutus: mikä aika sopii konsultaatioon?']);
    expect(scene.mailsTo(law[0]!).map(({ subject }) => subject)).toEqual([]);
    scene.system.clock.set('2027-03-01T08:00:00Z');
  });
});

function localOf(startsAt: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki', dateStyle: 'short', timeStyle: 'short' }).format(new Date(startsAt)).replace(' ', 'T');
}
