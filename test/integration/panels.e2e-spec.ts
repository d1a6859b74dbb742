import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Consultation } from '@app/contracts';
import { ExpertsService } from '@app/experts';
import { Database } from '@app/platform';
import { type Member, Scene } from '../support/consultation-scene.js';

let scene: Scene;
let caseId: string;
let lawyer: Member;
let substitutes: Member[];

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
}, 120_000);
afterAll(() => scene?.close());

beforeEach(async () => {
  caseId = await scene.openCase(scene.owner);
  lawyer = await scene.addPerson('Laura Lakimies', { role: 'expert', profession: 'LAW' });
  substitutes = await Promise.all(['Ensimmäinen', 'Toinen'].map((name) => scene.addPerson(`${name} Vara`, { role: 'expert' })));
});

let day = 0;
const freshTime = () => `${new Date(Date.UTC(2027, 7, 3) + 7 * 86_400_000 * day++).toISOString().slice(0, 10)}T09:00`;
const law = (candidates: readonly Member[], of: readonly Member[] = substitutes, k = 1) => ({ role: 'LAW', k, candidates: candidates.map(({ id }) => id), substitutes: of.map(({ id }) => id) });

async function booked(needs: readonly object[] = [law([lawyer])], people: readonly Member[] = [lawyer], local = freshTime()): Promise<Consultation> {
  const answer = await scene.book(scene.owner, { caseId, people, local, needs });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

const respond = (member: Member, { id, sequence }: Consultation, answer: string) => member.post(`/api/consultations/${id}/response`, { sequence, answer, notDisqualified: true });
const read = async (member: Member, { id }: Consultation) => (await member.get(`/api/consultations/${id}`)).body as Consultation;
const replace = (member: Member, { id }: Consultation, body: object, key = randomUUID()) => member.post(`/api/consultations/${id}/replace`, body, { key });
const roleOf = ({ participants }: Consultation, { id }: Member) => participants.find(({ personId }) => personId === id)?.role;
const placeOf = ({ participants }: Consultation, { id }: Member) => participants.find(({ personId }) => personId === id)!.participationId;
const busy = async ({ id }: Member) =>
  (await scene.query(`SELECT FROM calendar_entry JOIN resource ON resource.id = resource_id WHERE person_id = $1 AND status = 'confirmed'`, [id])).length;

describe('booking a panel', () => {
  it('seats its people in the roles', async () => {
    const one = await booked();
    expect(one.needs).toEqual([{ role: 'LAW', k: 1, required: true, have: 0 }]);
    expect([roleOf(one, lawyer), roleOf(one, scene.owner)]).toEqual(['LAW', null]);
    expect((await read(substitutes[0]!, one)) as object).toMatchObject({ code: 'not_found' });
  });

  it('refuses a panel that lacks somebody, and candidates who are not invited', async () => {
    const two = await scene.book(scene.owner, { caseId, people: [lawyer], local: freshTime(), needs: [law([lawyer], [], 2)] });
    expect([two.status, two.body['code'], two.body['roles']]).toEqual([409, 'consultation.role_missing', ['LAW']]);
    const stranger = await scene.book(scene.owner, { caseId, people: [lawyer], local: freshTime(), needs: [law([scene.expert])] });
    expect([stranger.status, stranger.body['fields']]).toEqual([400, [{ path: 'needs.0.candidates.0', message: 'is not among the participants' }]]);
  });
});

describe('a decline', () => {
  it('offers the seat to the substitutes: the first who accepts has it, the others are stood down', async () => {
    const one = await booked();
    await respond(lawyer, one, 'declined');
    for (const substitute of substitutes) expect(await read(substitute, one)).toMatchObject({ my: { partstat: 'needs-action', may: { respond: true } }, case: null });
    await scene.system.settle();
    expect(scene.mailsTo(substitutes[0]!).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Konsultaatio ti 3\.8\.2027|^Konsultaatio ti/)]);
    expect((await respond(substitutes[1]!, one, 'accepted')).status).toBe(200);
    expect(await read(scene.owner, one)).toMatchObject({ needs: [{ role: 'LAW', have: 1 }] });
    expect((await respond(substitutes[0]!, one, 'accepted')).status).toBe(404);
    expect([await busy(lawyer), await busy(substitutes[0]!), await busy(substitutes[1]!)]).toEqual([0, 0, 1]);
    await scene.system.settle();
    const last = scene.mailsTo(substitutes[0]!).at(-1)!;
    expect([last.subject.slice(0, 17), last.calendar?.method]).toEqual(['Sinua ei tarvita:', 'CANCEL']);
    const reminders = await scene.query(`SELECT FROM outbox WHERE recipient_id = $1 AND kind = 'send-reminder' AND status = 'planned'`, [substitutes[0]!.id]);
    expect(reminders).toHaveLength(0);
    expect(await respond(lawyer, one, 'accepted')).toMatchObject({ status: 409, body: { code: 'consultation.seat_filled' } });
  });

  it('gives the seat to one of two who accept at once', async () => {
    const one = await booked();
    await respond(lawyer, one, 'declined');
    const answers = await Promise.all(substitutes.map((substitute) => respond(substitute, one, 'accepted')));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect([409, 404]).toContain(answers.find(({ status }) => status !== 200)!.status);
    expect(await read(scene.owner, one)).toMatchObject({ needs: [{ have: 1 }] });
  });

  it('moves somebody who comes anyway into the seat', async () => {
    const one = await booked([law([lawyer, scene.expert])], [lawyer, scene.expert]);
    await respond(lawyer, one, 'declined');
    expect(roleOf(await read(scene.owner, one), scene.expert)).toBe('LAW');
    expect((await substitutes[0]!.get(`/api/consultations/${one.id}`)).status).toBe(404);
  });

  it('asks nobody who is busy then', async () => {
    const local = freshTime();
    const one = await booked([law([lawyer])], [lawyer], local);
    await scene.book(scene.coOwner, { caseId: await scene.openCase(scene.coOwner), people: [substitutes[0]!], local });
    await respond(lawyer, one, 'declined');
    expect((await substitutes[0]!.get(`/api/consultations/${one.id}`)).status).toBe(404);
    expect(await read(substitutes[1]!, one)).toMatchObject({ my: { partstat: 'needs-action' } });
  });
});

describe('replacing a participant', () => {
  it('invites the new one in the same place and tells the old one', async () => {
    const one = await booked();
    const other = await scene.addPerson('Liisa Lakimies', { role: 'expert', profession: 'LAW' });
    await scene.system.settle();
    const key = randomUUID();
    const body = { version: one.version, participationId: placeOf(one, lawyer), personId: other.id };
    const answer = await replace(scene.coordinator, one, body, key);
    expect(answer).toMatchObject({ status: 200, body: { version: one.version + 1 } });
    expect((await replace(scene.coordinator, one, body, key)).body['version']).toBe(one.version + 1);
    expect([roleOf(answer.body as Consultation, other), roleOf(answer.body as Consultation, lawyer)]).toEqual(['LAW', undefined]);
    expect([await busy(lawyer), await busy(other)]).toEqual([0, 1]);
    expect((await lawyer.get(`/api/consultations/${one.id}`)).status).toBe(404);
    await scene.system.settle();
    expect(scene.mailsTo(lawyer).at(-1)!.subject).toMatch(/^Sinua ei tarvita/);
    expect(scene.mailsTo(other).at(-1)!.calendar?.method).toBe('REQUEST');
    expect(await replace(scene.coordinator, one, { ...body, personId: scene.expert.id })).toMatchObject({ status: 409, body: { code: 'version.stale' } });
  });

  it('is refused naming the role that the new one cannot fill', async () => {
    const one = await booked();
    const answer = await replace(scene.owner, one, { version: one.version, participationId: placeOf(one, lawyer), personId: scene.expert.id });
    expect(answer).toMatchObject({ status: 409, body: { code: 'consultation.role_missing', roles: ['LAW'] } });
  });

  it('is refused for the one who brings the case, for somebody busy, and to those who do not manage the meeting', async () => {
    const local = freshTime();
    const one = await booked([law([lawyer])], [lawyer], local);
    const own = await replace(scene.coordinator, one, { version: one.version, participationId: placeOf(one, scene.owner), personId: scene.expert.id });
    expect(own).toMatchObject({ status: 400, body: { fields: [{ path: 'participationId' }] } });
    await scene.book(scene.coOwner, { caseId: await scene.openCase(scene.coOwner), people: [substitutes[0]!], local });
    const taken = await replace(scene.owner, one, { version: one.version, participationId: placeOf(one, lawyer), personId: substitutes[0]!.id });
    expect(taken).toMatchObject({ status: 409, body: { code: 'consultation.slot_taken' } });
    expect((await replace(lawyer, one, { version: one.version, participationId: placeOf(one, lawyer), personId: substitutes[1]!.id })).status).toBe(403);
    expect((await replace(scene.outsider, one, { version: one.version, participationId: placeOf(one, lawyer), personId: substitutes[1]!.id })).status).toBe(404);
  });
});

describe('meetings that somebody leaves behind', () => {
  it('are those that lose their quorum, with free people of the role', async () => {
    const colleague = await scene.addPerson('Lotta Lakimies', { role: 'expert', profession: 'LAW' });
    const experts = scene.system.api.get(ExpertsService, { strict: false });
    await scene.system.api.get(Database, { strict: false }).transaction((tx) => experts.describe(tx, { personId: colleague.id, themes: [], languages: ['fi'] }));
    const one = await booked();
    const spare = await booked([law([lawyer, scene.expert], [], 1)], [lawyer, scene.expert]);
    const answer = await scene.coordinator.get(`/api/people/${lawyer.id}/affected-meetings?from=2027-08-01&to=2028-03-01`);
    expect(answer.status).toBe(200);
    const items = answer.body['items'] as { consultation: Consultation; role: string; substitutes: { personId: string }[] }[];
    const found = items.find(({ consultation }) => consultation.id === one.id)!;
    expect(found.role).toBe('LAW');
    expect(found.substitutes.map(({ personId }) => personId)).toEqual([...substitutes.map(({ id }) => id), colleague.id]);
    expect(items.map(({ consultation }) => consultation.id)).not.toContain(spare.id);
    expect((await lawyer.get(`/api/people/${lawyer.id}/affected-meetings`)).body['items']).not.toEqual([]);
    expect((await scene.expert.get(`/api/people/${lawyer.id}/affected-meetings`)).status).toBe(403);
  });
});
