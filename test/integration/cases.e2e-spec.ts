import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CasesService } from '@app/cases';
import { newId } from '@app/kernel';
import { Database } from '@app/platform';
import { centreId } from '@app/reference';
import { caseBody, makeCase, makePerson, makeReference, type TestPerson } from '../support/factories.js';
import type { Answer } from '../support/http-client.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let owner: TestPerson;
let colleague: TestPerson;
let stranger: TestPerson;
let expert: TestPerson;
let coordinator: TestPerson;
let foreignCoordinator: TestPerson;

beforeAll(async () => {
  system = await openSystem({ now: '2027-03-01T08:00:00Z', worker: false });
  await makeReference(system);
  owner = await makePerson(system, { name: 'Olli Omistaja' });
  colleague = await makePerson(system, { name: 'Kaisa Kollega' });
  stranger = await makePerson(system);
  expert = await makePerson(system, { role: 'expert', name: 'Eeva Erityinen' });
  coordinator = await makePerson(system, { role: 'coordinator' });
  foreignCoordinator = await makePerson(system, { role: 'coordinator', area: 'ita-suomi' });
}, 120_000);
afterAll(() => system?.close());

const cases = () => system.api.get(CasesService, { strict: false });
const inTransaction = <T>(work: Parameters<Database['transaction']>[0]) => system.api.get(Database, { strict: false }).transaction(work) as Promise<T>;
const get = (person: TestPerson, id: string) => person.client.get(`/api/cases/${id}`);
const save = (person: TestPerson, id: string, section: string, version: number, text: string) =>
  person.client.patch(`/api/cases/${id}/sections/${section}`, { version, text });
const withoutRequestId = ({ status, body: { requestId: _, ...rest } }: Answer) => ({ status, ...rest });

async function invite(caseId: string, person = expert, validUntil = new Date('2027-04-01T00:00:00Z')): Promise<string> {
  const sourceId = newId();
  await inTransaction((tx) => cases().grant(tx, [{ caseId, personId: person.id, relation: 'invited', source: 'invitation', sourceId, validUntil }]));
  return sourceId;
}

async function accept(caseId: string, person = expert): Promise<string> {
  const sourceId = await invite(caseId, person);
  await inTransaction((tx) => cases().widen(tx, { sourceId, personId: person.id, relation: 'expert' }));
  return sourceId;
}

async function log(caseId: string, person: TestPerson) {
  const sql = `SELECT action, operation, rule, fields FROM audit_event WHERE case_id = $1 AND actor_id = $2 ORDER BY id`;
  return (await system.database.query(sql, [caseId, person.id])).rows as { action: string; operation: string; rule: string; fields: string[] }[];
}

describe('opening a case', () => {
  it('submits it with a number, its centre and all sections', async () => {
    const body = await makeCase(owner, { county: 'Keski-Suomi', ageBand: '7–9', sections: { background: 'Perhe on muuttanut.' } });
    expect(body).toMatchObject({
      number: expect.stringMatching(/^OT-2027-\d{4}$/),
      state: 'submitted',
      version: 1,
      county: 'keski-suomi',
      centreId: centreId('ita-suomi'),
      ageBand: '7-9',
      relation: 'owner',
      owners: [{ personId: owner.id, name: 'Olli Omistaja' }],
      may: { edit: true, share: true, book: true },
    });
    expect(body.content.title).toBe(caseBody.title);
    expect(Object.entries(body.content.sections).map(([name, section]) => [name, (section as { text: string; version: number }).text, 1])).toEqual([
      ['question', caseBody.question, 1],
      ['background', 'Perhe on muuttanut.', 1],
      ['tried', '', 1],
      ['childView', '', 1],
      ['hopes', '', 1],
    ]);
    expect(await log(body.id, owner)).toEqual([{ action: 'case.created', operation: 'C', rule: 'owner', fields: ['header', 'title', 'sections', 'owners'] }]);
  });

  it('gives consecutive numbers to cases opened at once, and none to one that failed', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) => owner.client.post('/api/cases', index % 5 === 4 ? { ...caseBody, coOwnerIds: [newId()] } : caseBody));
    const answers = await Promise.all(attempts);
    const ordinals = answers.filter(({ status }) => status === 201).map(({ body }) => Number(body.number.slice(8))).sort((a, b) => a - b);
    expect(ordinals).toHaveLength(16);
    expect(ordinals.at(-1)! - ordinals[0]!).toBe(15);
    expect(new Set(ordinals).size).toBe(16);
  });

  it('is for professionals and coordinators', async () => {
    expect(await expert.client.post('/api/cases', caseBody)).toMatchObject({ status: 403, body: { code: 'access.forbidden' } });
    expect(await coordinator.client.post('/api/cases', caseBody)).toMatchObject({ status: 201 });
    expect(await system.client().post('/api/cases', caseBody)).toMatchObject({ status: 401 });
  });

  it('refuses personal identity codes with every field named, and keeps nothing', async () => {
    const before = await system.database.query(`SELECT count(*)::int AS n FROM case_header`);
    const code = '131052-308T';
    const answer = await owner.client.post('/api/cases', { ...caseBody, title: `Matti ${code}`, question: `Miten ${code}?`, sections: { hopes: code } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'text.personal_identity_code' } });
    expect(answer.body.fields.map(({ path }: { path: string }) => path)).toEqual(['title', 'question', 'sections.hopes']);
    expect(JSON.stringify(answer.body)).not.toContain(code);
    expect(await system.database.query(`SELECT count(*)::int AS n FROM case_header`)).toMatchObject({ rows: before.rows });
  });

  it.each<[string, object, string[]]>([
    ['an unknown key', { ownerId: newId() }, ['ownerId']],
    ['an unknown section', { sections: { memo: 'x' } }, ['sections.memo']],
    ['a NUL', { title: 'a\u0000b' }, ['title']],
    ['a lone surrogate', { sections: { tried: 'a\ud800' } }, ['sections.tried']],
    ['several wrong fields', { title: '', ageBand: '5', themes: [] }, ['title', 'themes', 'ageBand']],
    ['four questions', { question: 'a\nb\nc\nd' }, ['question']],
    ['an unknown theme and county', { themes: ['T11', 'T99'], county: 'atlantis' }, ['themes.1', 'county']],
    ['a co-owner nobody knows', { coOwnerIds: [newId()] }, ['coOwnerIds.0']],
  ])('refuses %s', async (_what, changes, paths) => {
    const answer = await owner.client.post('/api/cases', { ...caseBody, ...changes });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(answer.body.fields.map(({ path }: { path: string }) => path).sort()).toEqual([...paths].sort());
  });
});

describe('reading a case', () => {
  it('is the same 404 for a stranger as for an id that does not exist', async () => {
    const { id } = await makeCase(owner);
    for (const person of [stranger, expert, foreignCoordinator]) {
      const [known, unknown, malformed] = await Promise.all([get(person, id), get(person, newId()), get(person, 'x')]);
      expect(withoutRequestId(known!)).toEqual(withoutRequestId(unknown!));
      expect(withoutRequestId(known!)).toEqual(withoutRequestId(malformed!));
      expect(known!.status).toBe(404);
      expect(await save(person, id, 'hopes', 1, 'x')).toMatchObject({ status: 404 });
      expect(await person.client.patch(`/api/cases/${id}`, { version: 1, title: 'x' })).toMatchObject({ status: 404 });
      expect(await person.client.post(`/api/cases/${id}/owners`, { personId: person.id })).toMatchObject({ status: 404 });
    }
    expect(await log(id, stranger)).toEqual([]);
  });

  it('shows the invited the header only, and all of it once accepted', async () => {
    const { id } = await makeCase(owner, { title: 'Kanarialintu' });
    const sourceId = await invite(id);
    const invited = await get(expert, id);
    expect(invited).toMatchObject({ status: 200, body: { relation: 'invited', content: null, owners: [], may: { edit: false, share: false, book: false } } });
    expect(JSON.stringify(invited.body)).not.toMatch(/Kanarialintu|Olli/);
    expect(await save(expert, id, 'hopes', 1, 'x')).toMatchObject({ status: 403 });
    await inTransaction((tx) => cases().widen(tx, { sourceId, personId: expert.id, relation: 'expert' }));
    expect(await get(expert, id)).toMatchObject({ status: 200, body: { relation: 'expert', content: { title: 'Kanarialintu' }, may: { edit: true, share: false, book: false } } });
    expect((await log(id, expert)).map(({ rule, fields }) => [rule, fields])).toEqual([
      ['invited', ['header']],
      ['expert', ['header', 'title', 'sections']],
    ]);
  });

  it('ends with the window, whatever is still written in the database', async () => {
    const { id } = await makeCase(owner);
    const sourceId = await accept(id);
    await inTransaction((tx) => cases().setGrantEnd(tx, { sourceId, validUntil: new Date(system.clock.now().getTime() + 1000) }));
    expect(await get(expert, id)).toMatchObject({ status: 200 });
    system.clock.advance({ seconds: 1 });
    expect(await get(expert, id)).toMatchObject({ status: 404 });
    expect((await expert.client.get('/api/cases')).body.items.map((one: { id: string }) => one.id)).not.toContain(id);
  });

  it('ends with the invitation, but an owner stays an owner', async () => {
    const { id } = await makeCase(owner);
    const sourceId = await accept(id);
    await inTransaction((tx) => cases().grant(tx, [{ caseId: id, personId: owner.id, relation: 'expert', source: 'invitation', sourceId, validUntil: null }]));
    await inTransaction((tx) => cases().endGrants(tx, { sourceId, reason: 'cancelled' }));
    expect(await get(expert, id)).toMatchObject({ status: 404 });
    expect(await get(owner, id)).toMatchObject({ status: 200, body: { relation: 'owner' } });
  });

  it('opens the content to the centre\'s coordinator while the case is triaged, and only the header afterwards', async () => {
    const { id } = await makeCase(owner);
    expect(await get(coordinator, id)).toMatchObject({ status: 200, body: { relation: 'coordinator', content: { title: caseBody.title } } });
    for (const state of ['booked', 'in_session', 'closed'] as const) {
      await inTransaction((tx) => cases().setState(tx, id, state));
      expect(await get(coordinator, id)).toMatchObject({ status: 200, body: { relation: 'coordinator', content: null, may: { edit: false, share: false } } });
    }
  });

  it('writes exactly one row into the log for each view', async () => {
    const { id } = await makeCase(owner, { coOwnerIds: [colleague.id] });
    await Promise.all(Array.from({ length: 12 }, () => get(colleague, id)));
    const rows = await log(id, colleague);
    expect(rows).toHaveLength(12);
    expect(new Set(rows.map(({ action, rule }) => `${action} ${rule}`))).toEqual(new Set(['case.read owner']));
  });

  it('gives nothing when the log cannot be written', async () => {
    const { id } = await makeCase(owner, { title: 'Kanarialintu' });
    await system.database.query(`REVOKE INSERT ON audit_event FROM neuvo_app`);
    try {
      const answer = await get(owner, id);
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(JSON.stringify(answer.body)).not.toContain('Kanarialintu');
    } finally {
      await system.database.query(`GRANT INSERT ON audit_event TO neuvo_app`);
    }
  });
});

describe('the list of cases', () => {
  it('turns pages without losing or repeating any, newest first, with a row in the log for each', async () => {
    const lister = await makePerson(system);
    const ids: string[] = [];
    for (let index = 0; index < 33; index += 1) {
      if (index % 3 === 0) system.clock.advance({ seconds: 1 });
      ids.push((await makeCase(lister)).id);
    }
    const first = await lister.client.get('/api/cases');
    const second = await lister.client.get(`/api/cases?cursor=${first.body.next}`);
    const seen = [...first.body.items, ...second.body.items].map((one: { id: string }) => one.id);
    expect(seen).toEqual(ids.reverse());
    expect(second.body.next).toBeNull();
    const { rows } = await system.database.query(`SELECT count(*)::int AS n FROM audit_event WHERE actor_id = $1 AND action = 'case.listed'`, [lister.id]);
    expect(rows).toEqual([{ n: 33 }]);
  });

  it('holds the header without a title for the invited, and nothing for strangers', async () => {
    const guest = await makePerson(system, { role: 'expert' });
    const { id } = await makeCase(owner);
    await invite(id, guest);
    expect((await guest.client.get('/api/cases')).body).toMatchObject({ items: [{ id, relation: 'invited', title: null }], next: null });
    expect((await stranger.client.get('/api/cases')).body).toEqual({ items: [], next: null });
    expect((await coordinator.client.get('/api/cases')).body.items[0]).toMatchObject({ id, relation: 'coordinator', title: caseBody.title });
    expect((await foreignCoordinator.client.get('/api/cases')).body.items.map((one: { id: string }) => one.id)).not.toContain(id);
  });

  it('narrows to own cases, to those of the centre, and to one state', async () => {
    const area = 'sisa-suomi';
    const leader = await makePerson(system, { role: 'coordinator', area });
    const own = await makeCase(leader);
    const waiting = await makeCase(owner, { county: 'pirkanmaa' });
    const booked = await makeCase(owner, { county: 'pirkanmaa' });
    await inTransaction((tx) => cases().setState(tx, booked.id, 'booked'));
    const ids = async (query: string) => (await leader.client.get(`/api/cases?${query}`)).body.items.map((one: { id: string }) => one.id);
    expect(new Set(await ids(''))).toEqual(new Set([own.id, waiting.id, booked.id]));
    expect(await ids('scope=mine')).toEqual([own.id]);
    expect(new Set(await ids('scope=centre'))).toEqual(new Set([waiting.id, booked.id]));
    expect(await ids('scope=centre&state=submitted')).toEqual([waiting.id]);
    expect((await stranger.client.get('/api/cases?scope=centre')).body.items).toEqual([]);
    expect(await owner.client.get('/api/cases?state=lost')).toMatchObject({ status: 400, body: { fields: [{ path: 'state' }] } });
  });

  it('refuses a cursor it has not given out', async () => {
    expect(await owner.client.get('/api/cases?cursor=x')).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path: 'cursor' }] } });
  });
});

describe('writing a case', () => {
  it('keeps both texts when two write the same section', async () => {
    const { id } = await makeCase(owner, { coOwnerIds: [colleague.id], sections: { hopes: 'alku' } });
    const answers = await Promise.all([save(owner, id, 'hopes', 1, 'omistajan'), save(colleague, id, 'hopes', 1, 'kollegan')]);
    const [won, lost] = answers[0].status === 200 ? [answers[0], answers[1]] : [answers[1], answers[0]];
    expect(won).toMatchObject({ status: 200, body: { version: 2 } });
    expect(lost).toMatchObject({ status: 409, body: { code: 'version.stale', current: { version: 2, text: won!.body.text, updatedBy: won!.body.updatedBy } } });
    const { rows } = await system.database.query(`SELECT version, text FROM case_section_history WHERE case_id = $1 AND section = 'hopes' ORDER BY version`, [id]);
    expect(rows).toEqual([
      { version: 1, text: 'alku' },
      { version: 2, text: won!.body.text },
    ]);
    const loser = won === answers[0] ? colleague : owner;
    expect((await log(id, loser)).at(-1)).toMatchObject({ action: 'case.read', operation: 'R', fields: ['sections.hopes'] });
  });

  it('does not make sections stale for each other', async () => {
    const { id } = await makeCase(owner);
    expect(await save(owner, id, 'hopes', 1, 'a')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await save(owner, id, 'tried', 1, 'b')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await get(owner, id)).toMatchObject({ body: { version: 1 } });
  });

  it('refuses a personal identity code in a section and in a new title', async () => {
    const { id } = await makeCase(owner);
    const refused = { status: 400, body: { code: 'text.personal_identity_code' } };
    expect(await save(owner, id, 'childView', 1, 'Liisa, 010114A901X')).toMatchObject({ ...refused, body: { fields: [{ path: 'text' }] } });
    expect(await owner.client.patch(`/api/cases/${id}`, { version: 1, title: 'Liisa 010114A901X' })).toMatchObject({ ...refused, body: { fields: [{ path: 'title' }] } });
  });

  it('changes title and header under a version, and shows the current case to the slower one', async () => {
    const { id } = await makeCase(owner, { coOwnerIds: [colleague.id] });
    expect(await owner.client.patch(`/api/cases/${id}`, { version: 1, title: 'Uusi nimi', ageBand: '10-12' })).toMatchObject({
      status: 200,
      body: { version: 2, ageBand: '10-12', content: { title: 'Uusi nimi' } },
    });
    expect(await colleague.client.patch(`/api/cases/${id}`, { version: 1, title: 'Toinen' })).toMatchObject({
      status: 409,
      body: { code: 'version.stale', current: { version: 2, content: { title: 'Uusi nimi' } } },
    });
    expect(await owner.client.patch(`/api/cases/${id}`, { version: 2, ownerId: stranger.id })).toMatchObject({ status: 400 });
    expect((await log(id, owner)).at(-1)).toMatchObject({ action: 'case.updated', operation: 'U', fields: ['title', 'ageBand'] });
  });

  it('lets an accepted expert write the summary but not the header', async () => {
    const { id } = await makeCase(owner);
    await accept(id);
    expect(await save(expert, id, 'tried', 1, 'Verkostokokous pidetty.')).toMatchObject({ status: 200 });
    expect(await expert.client.patch(`/api/cases/${id}`, { version: 1, title: 'x' })).toMatchObject({ status: 403 });
  });

  it('shares a case with a professional, once', async () => {
    const { id } = await makeCase(owner);
    const share = (personId: string) => owner.client.post(`/api/cases/${id}/owners`, { personId });
    await share(colleague.id);
    expect((await share(colleague.id)).body.owners.map((one: { personId: string }) => one.personId)).toEqual([owner.id, colleague.id]);
    expect(await get(colleague, id)).toMatchObject({ status: 200, body: { relation: 'owner', may: { share: true, book: true } } });
    expect(await share(expert.id)).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path: 'personId' }] } });
  });

  it('tells everybody who may have it open, and nobody else, without a word of content', async () => {
    const { id } = await makeCase(owner, { coOwnerIds: [colleague.id] });
    await accept(id);
    const sockets = await Promise.all([colleague, expert, coordinator, stranger].map(({ client }) => client.connect()));
    const heard = sockets.map((socket) => {
      const notices: unknown[] = [];
      socket.on('notice', (notice) => notices.push(notice));
      return notices;
    });
    await save(owner, id, 'hopes', 1, 'kanarialintu');
    await owner.client.patch(`/api/cases/${id}`, { version: 1, title: 'kanarialintu' });
    const expected = [{ topic: 'case', id }, { topic: 'case', id, version: 2 }];
    for (let wait = 0; wait < 40 && heard.slice(0, 3).some(({ length }) => length < 2); wait += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(heard).toEqual([expected, expected, expected, []]);
    for (const socket of sockets) socket.close();
  });

  it('takes nothing but the owners\' summary once closed', async () => {
    const { id } = await makeCase(owner);
    await accept(id);
    await inTransaction((tx) => cases().setState(tx, id, 'closed'));
    expect(await owner.client.patch(`/api/cases/${id}`, { version: 1, title: 'x' })).toMatchObject({ status: 409, body: { code: 'case.wrong_state' } });
    expect(await save(expert, id, 'hopes', 1, 'x')).toMatchObject({ status: 403 });
    expect(await save(owner, id, 'hopes', 1, 'x')).toMatchObject({ status: 200 });
  });
});
