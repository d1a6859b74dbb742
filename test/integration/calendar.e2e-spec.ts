import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarService, type WantedTime } from '@app/calendar';
import { DomainError, newId } from '@app/kernel';
import { Database } from '@app/platform';
import { makeCase, makePerson, makeReference, type TestPerson } from '../support/factories.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await openSystem({ now: '2027-03-01T08:00:00Z', worker: false });
  await makeReference(system);
}, 120_000);
afterAll(() => system?.close());

const calendar = () => system.api.get(CalendarService, { strict: false });
const database = () => system.api.get(Database, { strict: false });
const makePeople = async (count: number) => (await Promise.all(Array.from({ length: count }, () => makePerson(system, { role: 'expert' })))).map(({ id }) => id);
/** A moment on Thursday 18 March 2027, told in Finnish time (UTC+2). */
const at = (time: string) => new Date(`2027-03-18T${time}:00+02:00`);
const all = (personIds: readonly string[], required = true) => personIds.map((personId) => ({ personId, required }));

function reserve(personIds: readonly string[], from: string, to: string, changes: Partial<WantedTime> = {}) {
  const wanted = { groupId: newId(), people: all(personIds), startsAt: at(from), endsAt: at(to), overrideRules: false, timeZone: 'Europe/Helsinki', ...changes };
  return calendar().orAlternatives(() => database().transaction((tx) => calendar().reserve(tx, wanted)));
}

async function refusal(attempt: Promise<unknown>): Promise<{ code: string; details: Record<string, any> }> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, details: error.details };
    throw error;
  }
  return { code: 'none', details: {} };
}

async function entries(groupId: string) {
  const sql = `SELECT person_id, status, lower(during) AS starts_at FROM calendar_entry JOIN resource ON resource.id = resource_id WHERE group_id = $1 ORDER BY created_at, person_id`;
  return (await system.database.query(sql, [groupId])).rows as { person_id: string; status: string; starts_at: Date }[];
}

const overlaps = async () =>
  (
    await system.database.query(
      `SELECT 1 FROM calendar_entry a JOIN calendar_entry b ON a.resource_id = b.resource_id AND a.group_id < b.group_id AND a.during && b.during
       WHERE a.status = 'confirmed' AND b.status = 'confirmed'`,
    )
  ).rowCount;

describe('many who want the same time', () => {
  it('get it once, the others at once with alternatives, without a deadlock', async () => {
    const people = await makePeople(5);
    const pick = () => [...people].sort(() => Math.random() - 0.5).slice(0, 3);
    const startedAt = performance.now();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => refusal(reserve(pick(), '09:00', '10:00'))));
    const took = performance.now() - startedAt;
    const lost = outcomes.filter(({ code }) => code !== 'none');
    expect(outcomes).toHaveLength(lost.length + 1);
    expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['consultation.slot_taken']));
    for (const { details } of lost) expect(details.alternatives).toHaveLength(5);
    expect(lost[0]!.details.alternatives[0]).toEqual({ startsAt: at('10:00').toISOString(), endsAt: at('11:00').toISOString() });
    expect(await overlaps()).toBe(0);
    expect(took).toBeLessThan(10_000);
  });

  it('are never in two places at once, whatever they try', async () => {
    const crowd = await makePeople(4);
    const attempts = Array.from({ length: 150 }, (_, index) => {
      const minutes = 8 * 60 + (index % 14) * 30;
      const time = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
      const pair = [crowd[index % 4]!, crowd[(index + 1 + (index % 3)) % 4]!];
      return refusal(reserve(pair, time(minutes), time(minutes + 60)));
    });
    const codes = new Set((await Promise.all(attempts)).map(({ code }) => code));
    expect([...codes].sort()).toEqual(['consultation.slot_taken', 'none']);
    expect(await overlaps()).toBe(0);
  });

  it('share the offered alternatives, and the alternatives can be had', async () => {
    const [one] = await makePeople(1);
    await reserve([one!], '09:00', '10:00');
    const { details } = await refusal(reserve([one!], '09:30', '10:30'));
    for (const { startsAt, endsAt } of details.alternatives) {
      await reserve([one!], '', '', { startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
    }
    const again = await refusal(reserve([one!], '09:30', '10:30'));
    expect(again.details.alternatives).toHaveLength(5);
    expect(again.details.alternatives).not.toEqual(details.alternatives);
  });
});

describe('reserving', () => {
  it('fits meetings end to end, and no five minutes over each other', async () => {
    const [one] = await makePeople(1);
    await reserve([one!], '09:00', '10:00');
    await reserve([one!], '10:00', '11:00');
    expect(await refusal(reserve([one!], '10:55', '11:30', { overrideRules: true }))).toMatchObject({ code: 'consultation.slot_taken' });
  });

  it('moves over its own old time, frees the rest of it, and keeps what was', async () => {
    const pair = (await makePeople(2)).sort();
    const groupId = newId();
    await reserve(pair, '09:00', '10:00', { groupId });
    await reserve(pair, '09:30', '10:30', { groupId });
    expect((await entries(groupId)).map(({ status, starts_at }) => [status, starts_at])).toEqual(
      expect.arrayContaining([
        ['released', at('09:00')],
        ['confirmed', at('09:30')],
      ]),
    );
    await reserve(pair, '08:30', '09:30');
    expect(await refusal(reserve(pair, '10:00', '11:00'))).toMatchObject({ code: 'consultation.slot_taken' });
  });

  it('leaves everything as it was when the new time is taken', async () => {
    const [one] = await makePeople(1);
    const groupId = newId();
    await reserve([one!], '09:00', '10:00', { groupId });
    await reserve([one!], '12:00', '13:00');
    expect(await refusal(reserve([one!], '12:30', '13:30', { groupId }))).toMatchObject({ code: 'consultation.slot_taken' });
    expect(await entries(groupId)).toEqual([{ person_id: one, status: 'confirmed', starts_at: at('09:00') }]);
  });

  it('leaves out optional people who are busy, and says so', async () => {
    const [one, two] = await makePeople(2);
    await reserve([two!], '09:00', '10:00');
    const groupId = newId();
    expect(await reserve([], '09:00', '10:00', { groupId, people: [...all([one!]), ...all([two!], false)] })).toEqual({ missing: [two] });
    expect((await entries(groupId)).map(({ person_id }) => person_id)).toEqual([one]);
  });

  it('is not stopped by a hold that has run out, and is by one that has not', async () => {
    const [one] = await makePeople(1);
    await reserve([one!], '08:00', '08:30');
    const hold = (from: string, to: string, expiresAt: string) =>
      system.database.query(
        `INSERT INTO calendar_entry (id, resource_id, group_id, during, status, expires_at, created_at)
         SELECT $1, id, $2, tstzrange($3, $4), 'held', $5, $6 FROM resource WHERE person_id = $7`,
        [newId(), newId(), at(from), at(to), expiresAt, system.clock.now(), one],
      );
    await hold('09:00', '10:00', '2027-03-01T08:00:00Z');
    await hold('11:00', '12:00', '2027-03-01T08:00:01Z');
    await reserve([one!], '09:30', '10:30');
    expect(await refusal(reserve([one!], '11:30', '12:30'))).toMatchObject({ code: 'consultation.slot_taken' });
  });

  it('keeps to hours, notice and the gap between meetings, and an override waives all but the gap', async () => {
    const [one] = await makePeople(1);
    const weekly = [{ weekday: 4 as const, from: '09:00', to: '12:00' }];
    const rules = { timeZone: 'Europe/Helsinki', weekly, minimumNoticeMinutes: 60, bufferBeforeMinutes: 0, bufferAfterMinutes: 15 };
    await database().transaction((tx) => calendar().setAvailability(tx, one!, rules));
    await reserve([one!], '09:00', '10:00');
    const reasons = async (from: string, to: string, overrideRules = false) => (await refusal(reserve([one!], from, to, { overrideRules }))).details.reasons;
    expect(await reasons('11:30', '12:30')).toEqual([{ personId: one, rule: 'outside_hours' }]);
    expect(await reasons('10:00', '10:30')).toEqual([{ personId: one, rule: 'buffer' }]);
    expect(await reasons('10:00', '10:30', true)).toEqual([{ personId: one, rule: 'buffer' }]);
    await reserve([one!], '11:30', '12:30', { overrideRules: true });
    expect(await refusal(reserve([one!], '12:00', '13:00', { overrideRules: true }))).toMatchObject({ code: 'consultation.slot_taken' });
  });

  it('is the database\'s word in the end, should anybody write past the locks', async () => {
    const [one] = await makePeople(1);
    await reserve([one!], '09:00', '10:00');
    const write = (groupId: string) =>
      system.database.query(
        `INSERT INTO calendar_entry (id, resource_id, group_id, during, status, created_at)
         SELECT $1, id, $2, tstzrange($3, $4), 'confirmed', $5 FROM resource WHERE person_id = $6`,
        [newId(), groupId, at('09:59'), at('10:30'), system.clock.now(), one],
      );
    await expect(write(newId())).rejects.toMatchObject({ code: '23P01', constraint: 'calendar_entry_no_overlap' });
  });
});

describe('releasing', () => {
  it('frees one person or all, and every change makes older looks at the calendar out of date', async () => {
    const pair = (await makePeople(2)).sort();
    const versions = async () =>
      (await system.database.query(`SELECT busy_version FROM resource WHERE person_id = ANY($1) ORDER BY person_id`, [pair])).rows.map((row) => Number(row.busy_version));
    const free = (personIds: string[]) => database().read((tx) => calendar().checkFree(tx, { personIds, startsAt: at('09:00'), endsAt: at('10:00') }));
    const release = (personIds?: string[]) => database().transaction((tx) => calendar().release(tx, { groupId, ...(personIds && { personIds }) }));
    const groupId = newId();
    await reserve(pair, '09:00', '10:00', { groupId });
    expect(await versions()).toEqual([2, 2]);
    await release([pair[0]!]);
    expect([await free([pair[0]!]), await free(pair)]).toEqual([true, false]);
    expect(await versions()).toEqual([3, 2]);
    await release();
    expect(await free(pair)).toBe(true);
    expect(await versions()).toEqual([3, 3]);
  });
});

describe('finding a time', () => {
  it('offers what can be booked, tells everybody\'s free time and nothing else, and books it once', async () => {
    const owner = await makePerson(system);
    const expert = await makePerson(system, { role: 'expert' });
    const { id: caseId } = await makeCase(owner);
    await reserve([expert.id], '08:00', '09:30');
    const participants = all([expert.id]);
    const search = (person: TestPerson) =>
      person.client.post('/api/slots', { caseId, participants, durationMinutes: 45, from: '2027-03-18', to: '2027-03-19', timeZone: 'Europe/Helsinki' });
    const found = await search(owner);
    expect(found.status).toBe(200);
    expect(found.body.slots[0]).toEqual({
      startsAt: at('09:30').toISOString(), endsAt: at('10:15').toISOString(), missing: [], seats: [], rank: { missing: 0, outsidePreferred: false, load: 1 },
    });
    expect(found.body.slots.at(-1)).toMatchObject({ endsAt: at('16:00').toISOString() });
    expect(found.body.people).toEqual(
      expect.arrayContaining([
        { personId: expert.id, required: true, free: [{ startsAt: at('09:30').toISOString(), endsAt: at('16:00').toISOString() }] },
        { personId: owner.id, required: true, free: [{ startsAt: at('08:00').toISOString(), endsAt: at('16:00').toISOString() }] },
      ]),
    );
    const body = { caseId, participants, start: { local: '2027-03-18T09:30', timeZone: 'Europe/Helsinki' }, durationMinutes: 45 };
    const attempts = await Promise.all(Array.from({ length: 30 }, () => owner.client.post('/api/consultations', body, { 'idempotency-key': randomUUID() })));
    expect(attempts.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(29).fill(409)]);
    for (const { body: problem } of attempts.filter(({ status }) => status === 409)) {
      expect(problem).toMatchObject({ code: 'consultation.slot_taken', alternatives: expect.arrayContaining([{ startsAt: at('10:15').toISOString(), endsAt: at('11:00').toISOString() }]) });
    }
    expect((await search(owner)).body.slots[0]).toMatchObject({ startsAt: at('10:15').toISOString() });
  });

  it('says whose calendar to look at when nothing fits', async () => {
    const owner = await makePerson(system);
    const expert = await makePerson(system, { role: 'expert' });
    const { id: caseId } = await makeCase(owner);
    await reserve([expert.id], '08:00', '16:00');
    const answer = await owner.client.post('/api/slots', {
      caseId, participants: all([expert.id]), durationMinutes: 60, from: '2027-03-18', to: '2027-03-19', timeZone: 'Europe/Helsinki',
    });
    const culprit = { role: null, personId: expert.id };
    expect(answer).toMatchObject({ status: 200, body: { slots: [], recommended: null, bottleneck: { ...culprit, slotsMore: 29 } } });
    expect(answer.body.why).toEqual({
      reasons: [{ ...culprit, reason: 'busy' }],
      relaxations: [
        { kind: 'wider', to: '2027-03-26', slots: 29 * 5 },
        { kind: 'optional', ...culprit, slots: 29 },
      ],
    });
  });
});
