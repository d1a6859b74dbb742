import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CalendarService } from '@app/calendar';
import { events, notices } from '@app/contracts';
import { newId } from '@app/kernel';
import { Database } from '@app/platform';
import { centreId } from '@app/reference';
import { eventually } from '../support/eventually.js';
import { makePerson, makeReference, type TestPerson } from '../support/factories.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let expert: TestPerson;
let coordinator: TestPerson;

beforeAll(async () => {
  system = await openSystem({ now: '2027-03-01T08:00:00Z', worker: false });
  await makeReference(system);
  coordinator = await makePerson(system, { name: 'Kaisa Koordinoija', role: 'coordinator' });
}, 120_000);
afterAll(() => system?.close());
beforeEach(async () => {
  expert = await makePerson(system, { name: 'Hanna Heikkinen', role: 'expert', area: 'pohjois-suomi' });
});

const pathOf = (person: { id: string }) => `/api/people/${person.id}/availability`;
const read = async (reader: TestPerson, person: { id: string } = reader) => reader.client.get(pathOf(person));
const change = (by: TestPerson, person: { id: string }, body: object) => by.client.patch(pathOf(person), body);
const database = () => system.api.get(Database, { strict: false });
const calendar = () => system.api.get(CalendarService, { strict: false });

async function reserve(person: TestPerson, startsAt: string, endsAt: string) {
  const wanted = { groupId: newId(), people: [{ personId: person.id, required: true }], startsAt: new Date(startsAt), endsAt: new Date(endsAt), overrideRules: true, timeZone: 'Europe/Helsinki' };
  await database().transaction((tx) => calendar().reserve(tx, wanted));
}

describe('own hours', () => {
  it('are office hours until something is told, and what is told stays', async () => {
    const before = await read(expert);
    expect(before).toMatchObject({ status: 200, body: { version: 0, timeZone: 'Europe/Helsinki', horizonDays: 365, weeklyCap: null, feeds: [], changes: [] } });
    expect(before.body.weekly).toHaveLength(5);
    const rules = {
      timeZone: 'Europe/Stockholm',
      weekly: [{ weekday: 1, from: '22:00', to: '02:00' }, { weekday: 2, from: '08:00', to: '24:00' }],
      exceptions: [{ date: '2027-05-03', hours: [] }, { date: '2027-05-04', hours: [{ from: '10:00', to: '12:00' }] }],
      leaves: [{ from: '2027-06-01', to: '2027-06-15' }, { from: '2027-06-10', to: '2027-06-20' }],
      minimumNoticeMinutes: 120,
      horizonDays: 180,
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 15,
      weeklyCap: 4,
      monthlyCap: 10,
    };
    const changed = await change(expert, expert, { version: 0, ...rules });
    expect(changed).toMatchObject({ status: 200, body: { version: 1, ...rules } });
    expect(await change(expert, expert, { version: 1, weeklyCap: null })).toMatchObject({ status: 200, body: { ...rules, version: 2, weeklyCap: null } });
    expect((await read(expert)).body).toMatchObject({ ...rules, version: 2, weeklyCap: null });
  });

  it('keep the first of two changes made at once, and show the other how things stand', async () => {
    const answers = await Promise.all([change(expert, expert, { version: 0, weeklyCap: 2 }), change(expert, expert, { version: 0, weeklyCap: 3 })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'version.stale', current: 1 });
  });

  it('are not changed by the same again: no version, no entry in the log', async () => {
    await change(expert, expert, { version: 0, weeklyCap: 2 });
    const again = await change(expert, expert, { version: 1, weeklyCap: 2 });
    expect(again.body).toMatchObject({ version: 1, weeklyCap: 2 });
    expect(again.body.changes).toHaveLength(1);
  });

  it('make older looks at the calendar out of date', async () => {
    const fingerprint = async () => (await system.database.query(`SELECT version FROM availability JOIN resource ON resource.id = resource_id WHERE person_id = $1`, [expert.id])).rows[0];
    await change(expert, expert, { version: 0, weeklyCap: 2 });
    const before = await fingerprint();
    await change(expert, expert, { version: 1, weeklyCap: 3 });
    expect(await fingerprint()).not.toEqual(before);
  });

  it('keep to zones that hours can be told in: a name that only the browser knows would spoil every search', async () => {
    expect(await change(expert, expert, { version: 0, timeZone: 'ACT' })).toMatchObject({ status: 400, body: { fields: [{ path: 'timeZone' }] } });
  });

  it('name everything that is wrong in one answer', async () => {
    const answer = await change(expert, expert, {
      version: 0,
      timeZone: 'Europe/Atlantis',
      weekly: [{ weekday: 8, from: '08:00', to: '16:00' }, { weekday: 1, from: '09:00', to: '09:00' }, { weekday: 1, from: '25:00', to: '26:00' }],
      exceptions: [{ date: '2027-05-03', hours: [] }, { date: '2027-05-03', hours: [] }, { date: '2027-02-30', hours: [] }],
      leaves: [{ from: '2027-06-01', to: '2027-06-01' }],
      horizonDays: 100_000,
      bufferAfterMinutes: 7,
      monthlyCap: 0,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    const paths = (answer.body.fields as { path: string }[]).map(({ path }) => path).toSorted();
    expect(paths).toEqual(
      ['timeZone', 'weekly.0.weekday', 'weekly.1.to', 'weekly.2.from', 'weekly.2.to', 'exceptions.1.date', 'exceptions.2.date', 'leaves.0.to', 'horizonDays', 'bufferAfterMinutes', 'monthlyCap'].toSorted(),
    );
    for (const body of [{}, { version: 0, weekly: 'always' }, { version: 0, colour: 'red' }, { version: 1.5 }]) {
      expect((await change(expert, expert, body)).status).toBe(400);
    }
    expect((await read(expert)).body.version).toBe(0);
  });
});

describe('closed days', () => {
  it('are the public holidays of a year ahead, and July where the centre is closed then', async () => {
    const names = async () => ((await read(expert)).body.closedDays as { from: string; to: string; name: { fi: string; sv: string } }[]).map(({ from, to, name }) => `${from} ${to} ${name.fi} ${name.sv}`);
    const closed = await names();
    expect(closed[0]).toBe('2027-03-26 2027-03-27 Pitkäperjantai Långfredagen');
    expect(closed).toContain('2027-07-01 2027-08-01 Heinäkuun tauko Uppehåll i juli');
    expect(closed).toContain('2027-12-24 2027-12-25 Jouluaatto Julafton');
    await system.database.query(`UPDATE centre SET closed_in_july = false WHERE id = $1`, [centreId('pohjois-suomi')]);
    system.clock.advance({ minutes: 1 });
    expect((await names()).filter((one) => one.includes('Heinäkuun'))).toEqual([]);
    await system.database.query(`UPDATE centre SET closed_in_july = true`);
    system.clock.set('2027-03-01T08:00:00Z');
  });
});

describe('who may', () => {
  it('keep hours: oneself, and for experts the coordinators of their centre; all others are told no', async () => {
    const strangers = await makePerson(system, { role: 'coordinator', area: 'ita-suomi' });
    const professional = await makePerson(system);
    const admin = await makePerson(system, { role: 'admin' });
    const statuses = async (actor: TestPerson, person: { id: string }) => [(await read(actor, person)).status, (await change(actor, person, { version: 0 })).status];
    expect(await statuses(expert, expert)).toEqual([200, 200]);
    expect(await statuses(professional, professional)).toEqual([200, 200]);
    expect(await statuses(coordinator, coordinator)).toEqual([200, 200]);
    expect(await statuses(coordinator, expert)).toEqual([200, 200]);
    expect(await statuses(strangers, expert)).toEqual([403, 403]);
    expect(await statuses(professional, expert)).toEqual([403, 403]);
    expect(await statuses(coordinator, professional)).toEqual([403, 403]);
    expect(await statuses(admin, expert)).toEqual([404, 404]);
    expect(await statuses(admin, admin)).toEqual([404, 404]);
    expect(await statuses(coordinator, admin)).toEqual([404, 404]);
    expect(await statuses(coordinator, { id: newId() })).toEqual([404, 404]);
    expect((await system.client().get(pathOf(expert))).status).toBe(401);
  });

  it('look at free and busy: oneself and whoever looks for times', async () => {
    const look = async (actor: TestPerson) => (await actor.client.get(`/api/people/${expert.id}/free-busy?from=2027-03-08&to=2027-03-09`)).status;
    expect(await look(expert)).toBe(200);
    expect(await look(await makePerson(system))).toBe(200);
    expect(await look(coordinator)).toBe(200);
    expect(await look(await makePerson(system, { role: 'expert' }))).toBe(403);
    expect(await look(await makePerson(system, { role: 'admin' }))).toBe(404);
  });
});

describe('a change by the coordinator', () => {
  it('is in the log with its fields, is shown to the expert, and reaches the open page', async () => {
    const socket = await expert.client.connect();
    const told = new Promise((resolve) => socket.once(notices.changed.name, resolve));
    try {
      await change(expert, expert, { version: 0, weeklyCap: 3 });
      await change(coordinator, expert, { version: 1, weeklyCap: 2, leaves: [{ from: '2027-06-01', to: '2027-06-15' }] });
      expect(await told).toEqual({ topic: 'calendar', id: expert.id });
    } finally {
      socket.close();
    }
    expect((await read(expert)).body.changes).toEqual([
      { at: '2027-03-01T08:00:00.000Z', by: 'Kaisa Koordinoija', own: false },
      { at: '2027-03-01T08:00:00.000Z', by: 'Hanna Heikkinen', own: true },
    ]);
    const { rows } = await system.database.query(
      `SELECT actor_id, action, fields, rule FROM audit_event WHERE object_type = 'availability' AND object_id = $1 ORDER BY id`,
      [expert.id],
    );
    expect(rows).toEqual([
      { actor_id: expert.id, action: 'availability.changed', fields: ['weeklyCap'], rule: 'own' },
      { actor_id: coordinator.id, action: 'availability.changed', fields: expect.arrayContaining(['weeklyCap', 'leaves']), rule: 'coordinator' },
    ]);
  });
});

describe('somebody who looks at calendars', () => {
  it('is told when the hours of one of them change', async () => {
    const socket = await coordinator.client.connect();
    const told: unknown[] = [];
    socket.on(notices.changed.name, (notice) => told.push(notice));
    try {
      expect(await socket.emitWithAck(events.calendar.watch.name, { personIds: [expert.id] })).toMatchObject({ ok: true });
      await change(expert, expert, { version: 0, weeklyCap: 3 });
      await eventually(() => expect(told).toEqual([{ topic: 'calendar', id: expert.id }]));
    } finally {
      socket.close();
    }
  });
});

describe('free and busy', () => {
  const look = (query: string) => coordinator.client.get(`/api/people/${expert.id}/free-busy?${query}`);

  it('are told as one, without a word of what it is', async () => {
    await reserve(expert, '2027-03-08T08:00:00Z', '2027-03-08T09:00:00Z');
    await reserve(expert, '2027-03-08T09:00:00Z', '2027-03-08T10:00:00Z');
    const { status, body } = await look('from=2027-03-08&to=2027-03-10');
    expect(status).toBe(200);
    expect(body.busy).toEqual([{ startsAt: '2027-03-08T08:00:00.000Z', endsAt: '2027-03-08T10:00:00.000Z' }]);
    expect(body.free).toEqual([
      { startsAt: '2027-03-08T06:00:00.000Z', endsAt: '2027-03-08T08:00:00.000Z' },
      { startsAt: '2027-03-08T10:00:00.000Z', endsAt: '2027-03-08T14:00:00.000Z' },
      { startsAt: '2027-03-09T06:00:00.000Z', endsAt: '2027-03-09T14:00:00.000Z' },
    ]);
  });

  it('leave out closed days, leave and what is beyond notice', async () => {
    await change(expert, expert, { version: 0, minimumNoticeMinutes: 24 * 60 * 8, leaves: [{ from: '2027-03-24', to: '2027-03-26' }] });
    const { body } = await look('from=2027-03-01&to=2027-03-31');
    const days = (body.free as { startsAt: string }[]).map(({ startsAt }) => startsAt.slice(0, 10));
    expect(days[0]).toBe('2027-03-09');
    expect(days).toContain('2027-03-23');
    for (const day of ['2027-03-08', '2027-03-24', '2027-03-25', '2027-03-26', '2027-03-29']) expect(days).not.toContain(day);
    expect(days).toContain('2027-03-30');
  });

  it('are refused for too many days, or none', async () => {
    expect(await look('from=2027-03-01&to=2027-05-25')).toMatchObject({ status: 400, body: { fields: [{ path: 'to' }] } });
    expect((await look('from=2027-03-01&to=2027-03-01')).status).toBe(400);
    expect((await look('from=2027-03-01')).status).toBe(400);
    expect((await look('from=yesterday&to=tomorrow')).status).toBe(400);
  });
});
