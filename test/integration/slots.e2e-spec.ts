import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CalendarService, HeldTimes, type PersonRules, type WantedTime } from '@app/calendar';
import { events, type Notice, notices } from '@app/contracts';
import { DomainError, newId } from '@app/kernel';
import { Database } from '@app/platform';
import { eventually } from '../support/eventually.js';
import { makeCase, makePerson, makeReference, type TestPerson } from '../support/factories.js';
import { HttpClient } from '../support/http-client.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let other: HttpClient;
let coordinator: TestPerson;

beforeAll(async () => {
  system = await openSystem({ now: '2027-03-01T08:00:00Z', worker: false });
  await makeReference(system);
  coordinator = await makePerson(system, { role: 'coordinator' });
  const { url } = await system.startApi();
  other = new HttpClient(url, coordinator.client.cookie);
}, 120_000);
afterAll(() => system?.close());

const timeZone = 'Europe/Helsinki';
const part = <T>(type: abstract new (...args: never[]) => T): T => system.api.get(type, { strict: false });
const experts = async (count: number) => (await Promise.all(Array.from({ length: count }, () => makePerson(system, { role: 'expert' })))).map(({ id }) => id);
/** A moment of March 2027 before the clocks change, told in Finnish time. */
const at = (day: number, time: string) => new Date(`2027-03-${String(day).padStart(2, '0')}T${time}:00+02:00`);
const everyDay = (from: string, to: string) => ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, from, to }));
const need = (role: string, candidates: readonly string[], changes: object = {}) => ({ role, candidates, ...changes });

/** One Thursday, an hour, nobody's free time; what is told replaces it. */
const search = (body: object, client = coordinator.client) =>
  client.post('/api/slots', { durationMinutes: 60, from: '2027-03-18', to: '2027-03-19', timeZone, free: false, ...body });

const setRules = (personId: string, rules: Partial<PersonRules>) => part(Database).transaction((tx) => part(CalendarService).setAvailability(tx, personId, rules));

function reserve(personIds: readonly string[], startsAt: Date, changes: Partial<WantedTime> = {}) {
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const people = personIds.map((personId) => ({ personId, required: true }));
  return part(Database).transaction((tx) => part(CalendarService).reserve(tx, { groupId: newId(), people, startsAt, endsAt, overrideRules: false, timeZone, ...changes }));
}

async function refusal(attempt: Promise<unknown>): Promise<{ code: string; rules: string[] }> {
  try {
    await attempt;
    return { code: 'none', rules: [] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reasons = (error.details.reasons ?? []) as { rule: string }[];
    return { code: error.code, rules: reasons.map(({ rule }) => rule) };
  }
}

const clockOf = (instant: string) => new Intl.DateTimeFormat('fi', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(instant));

describe('a panel of roles', () => {
  it('is offered where distinct people can take every required seat, and says who would', async () => {
    const [doctor, both, nurse] = (await experts(3)) as [string, string, string];
    await setRules(doctor, { weekly: everyDay('08:00', '10:00') });
    await setRules(nurse, { weekly: everyDay('09:00', '11:00') });
    const { status, body } = await search({ needs: [need('P01', [doctor, both]), need('P02', [both, nurse])] });
    expect(status).toBe(200);
    expect(body.slots.map(({ startsAt, seats }: any) => [clockOf(startsAt), seats.map(({ personIds }: any) => personIds)])).toEqual([
      ['08.00', [[doctor], [both]]],
      ['08.15', [[doctor], [both]]],
      ['08.30', [[doctor], [both]]],
      ['08.45', [[doctor], [both]]],
      ['09.00', [[doctor], [both]]],
      ['09.15', [[both], [nurse]]],
      ['09.30', [[both], [nurse]]],
      ['09.45', [[both], [nurse]]],
      ['10.00', [[both], [nurse]]],
    ]);
    expect(body).toMatchObject({ recommended: { startsAt: at(18, '08:00').toISOString(), reason: 'earliest' }, people: [], why: null });
  });

  it('says which role is in the way, and what would help', async () => {
    const [doctor, one, two] = (await experts(3)) as [string, string, string];
    await setRules(one, { weekly: [{ weekday: 3, from: '09:00', to: '10:00' }] });
    await setRules(two, { weekly: [] });
    const { body } = await search({ needs: [need('P01', [doctor]), need('P02', [one, two])] });
    const culprit = { role: 'P02', personId: null };
    expect(body).toMatchObject({ slots: [], recommended: null, bottleneck: { ...culprit, slotsMore: 29 } });
    expect(body.why).toEqual({
      reasons: [{ ...culprit, reason: 'no_hours' }],
      relaxations: [
        { kind: 'wider', to: '2027-03-26', slots: 1 },
        { kind: 'optional', ...culprit, slots: 29 },
      ],
    });
  });

  it('is not offered on a public holiday, and cannot be booked then', async () => {
    const [one] = await experts(1);
    const goodFriday = { from: '2027-03-26', to: '2027-03-27' };
    const { body } = await search({ needs: [need('P01', [one!])], ...goodFriday });
    expect(body.why.reasons).toEqual([{ role: null, personId: null, reason: 'closed' }]);
    expect(await refusal(reserve([one!], at(26, '10:00')))).toEqual({ code: 'consultation.outside_rules', rules: ['closed'] });
    expect(await refusal(reserve([one!], at(26, '10:00'), { overrideRules: true }))).toEqual({ code: 'none', rules: [] });
  });

  it('keeps clear of excluded times and puts preferred ones first', async () => {
    const [one] = await experts(1);
    const excluded = [{ startsAt: at(18, '08:30').toISOString(), endsAt: at(18, '12:30').toISOString() }];
    const preferred = [{ weekday: 4, from: '14:00', to: '15:30' }];
    const { body } = await search({ participants: [{ personId: one }], excluded, preferred, limit: 4 });
    expect(body.slots.map(({ startsAt, rank }: any) => [clockOf(startsAt), rank.outsidePreferred])).toEqual([
      ['14.00', false],
      ['14.15', false],
      ['14.30', false],
      ['12.30', true],
    ]);
    expect(body.recommended).toEqual({ startsAt: at(18, '14:00').toISOString(), reason: 'preferred' });
  });

  it('is searched for somebody with a case as for everybody, with its owner', async () => {
    const owner = await makePerson(system);
    const { id: caseId } = await makeCase(owner);
    await reserve([owner.id], at(18, '08:00'));
    const [one] = await experts(1);
    const { body } = await search({ caseId, needs: [need('P01', [one!])], free: true }, owner.client);
    expect(body.slots[0]).toMatchObject({ startsAt: at(18, '09:00').toISOString() });
    expect(body.people.map(({ personId, required }: any) => [personId, required])).toEqual([
      [owner.id, true],
      [one, false],
    ]);
  });
});

describe('the list and the booking', () => {
  it('agree at every start, whatever has been booked before, and a refusal names its reason', async () => {
    const [one, two] = (await experts(2)) as [string, string];
    await setRules(one, { weekly: everyDay('08:00', '18:00'), bufferAfterMinutes: 15, weeklyCap: 4, minimumNoticeMinutes: 16 * 1440, leaves: [{ from: '2027-03-24', to: '2027-03-25' }] });
    await setRules(two, { weekly: everyDay('09:00', '20:00'), monthlyCap: 7, horizonDays: 28, exceptions: [{ date: '2027-03-20', hours: [] }] });
    const seen = new Set<string>();
    let booked = 0;
    for (let turn = 0; turn < 150; turn += 1) {
      const startsAt = new Date(at(16, '07:00').getTime() + Math.floor(Math.random() * 15 * 288) * 300_000);
      const aligned = turn % 4 === 0 ? startsAt : new Date(Math.round(startsAt.getTime() / 900_000) * 900_000);
      const { body } = await search({ participants: [{ personId: one }, { personId: two }], from: '2027-03-15', to: '2027-04-02' });
      const offered = body.slots.some((slot: { startsAt: string }) => Date.parse(slot.startsAt) === aligned.getTime());
      const { code, rules } = await refusal(reserve([one, two], aligned));
      if ((code === 'none') !== offered) throw new Error(`${aligned.toISOString()} was ${offered ? '' : 'not '}offered, and the booking said ${code} ${rules.join()}`);
      if (code === 'none') booked += 1;
      else seen.add(code === 'consultation.slot_taken' ? 'busy' : rules.join());
      if (code === 'consultation.outside_rules') expect(rules.length).toBeGreaterThan(0);
    }
    expect(booked).toBeGreaterThan(2);
    expect([...seen].join().split(',')).toEqual(expect.arrayContaining(['outside_hours', 'off_grid', 'before_notice', 'over_cap']));
  }, 60_000);
});

describe('kept calendars', () => {
  it('never offer what has been booked, in any process', async () => {
    const [one, two] = (await experts(2)) as [string, string];
    const body = { needs: [need('P01', [one, two])], participants: [{ personId: one }] };
    const seen = async () => (await Promise.all([search(body), search(body, other)])).map((answer) => answer.body);
    const [before, alsoBefore] = await seen();
    expect(before).toEqual(alsoBefore);
    expect(before.slots).toHaveLength(29);
    const groupId = newId();
    await reserve([one], at(18, '10:00'), { groupId });
    const [after, alsoAfter] = await seen();
    expect(after).toEqual(alsoAfter);
    expect(after.slots.map(({ startsAt }: any) => clockOf(startsAt)).filter((time: string) => time > '09.00' && time < '11.00')).toEqual([]);
    await part(Database).transaction((tx) => part(CalendarService).release(tx, { groupId }));
    for (const { slots } of await seen()) expect(slots).toHaveLength(29);
  });

  it('follow a change of the rules, in any process', async () => {
    const [one] = await experts(1);
    const starts = async (client?: HttpClient) => (await search({ participants: [{ personId: one }] }, client)).body.slots.length;
    expect([await starts(), await starts(other)]).toEqual([29, 29]);
    await setRules(one!, { weekly: everyDay('09:00', '11:00') });
    expect([await starts(), await starts(other)]).toEqual([5, 5]);
  });

  it('block what is held until the hold runs out, for everybody but who moves it', async () => {
    const owner = await makePerson(system);
    const [one] = await experts(1);
    const { id: caseId } = await makeCase(owner);
    const local = (time: string) => ({ local: `2027-03-18T${time}`, timeZone });
    const { status, body: consultation } = await owner.client.post(
      '/api/consultations',
      { caseId, participants: [{ personId: one }], start: local('09:00'), durationMinutes: 60 },
      { 'idempotency-key': newId() },
    );
    expect(status).toBe(201);
    const entries = [{ personId: one!, startsAt: at(18, '10:00'), endsAt: at(18, '12:00') }];
    const expiresAt = new Date(system.clock.now().getTime() + 600_000);
    await part(Database).transaction((tx) => part(HeldTimes).hold(tx, { groupId: newId(), entries, expiresAt }));
    const first = async (changes: object = {}) => clockOf((await search({ caseId, participants: [{ personId: one }], preferred: [{ weekday: 4, from: '09:00', to: '16:00' }], ...changes }, owner.client)).body.slots[0].startsAt);
    expect(await first()).toBe('12.00');
    expect(await first({ consultationId: consultation.id })).toBe('09.00');
    system.clock.advance({ minutes: 10 });
    expect(await first()).toBe('10.00');
  });
});

describe('what is asked for', () => {
  it('is refused where it is too much or nobody, naming the field', async () => {
    const [one] = await experts(1);
    const fields = async (body: object) => {
      const answer = await search(body);
      return [answer.status, ...((answer.body.fields ?? []) as { path: string }[]).map(({ path }) => path)];
    };
    const crowd = Array.from({ length: 150 }, () => newId());
    expect(await fields({ needs: [need('P01', crowd), need('P02', Array.from({ length: 51 }, () => newId()))] })).toEqual([400, 'needs']);
    expect(await fields({ participants: [{ personId: one }], to: '2027-06-11' })).toEqual([400, 'to']);
    expect(await fields({})).toEqual([400, 'participants']);
    expect(await fields({ needs: [need('P01', [one!], { required: false })] })).toEqual([400, 'participants']);
    expect(await fields({ needs: [need('P01', [one!, newId()])] })).toEqual([400, 'needs.0.candidates.1']);
    expect(await fields({ participants: [{ personId: one }], timeZone: 'Mars/Olympus' })).toEqual([400, 'timeZone']);
  });

  it('is answered for sixty people over twelve weeks', async () => {
    const crowd = await experts(60);
    const needs = [0, 1, 2, 3, 4, 5].map((role) => need(`P0${role}`, crowd.filter((_, index) => index % 6 === role), { k: 2 }));
    const { status, body } = await search({ needs, to: '2027-06-10' });
    expect(status).toBe(200);
    expect(body.slots).toHaveLength(672);
    expect(body.slots[0].seats.flatMap(({ personIds }: any) => personIds)).toHaveLength(12);
  });
});

describe('watching calendars', () => {
  it('tells of each change of those watched last, and is for those who look for times', async () => {
    const [one, two] = (await experts(2)) as [string, string];
    const socket = await coordinator.client.connect();
    try {
      const heard: Notice[] = [];
      socket.on(notices.changed.name, (notice: Notice) => notice.topic === 'calendar' && heard.push(notice));
      const watch = (personIds: readonly string[]) => socket.timeout(5_000).emitWithAck(events.calendar.watch.name, { personIds });
      expect(await watch([one])).toEqual({ ok: true, data: {} });
      await reserve([one], at(18, '09:00'));
      await eventually(() => expect(heard).toHaveLength(1));
      expect(await watch([two])).toEqual({ ok: true, data: {} });
      await reserve([one], at(18, '11:00'));
      await reserve([two], at(18, '09:00'));
      await eventually(() => expect(heard).toHaveLength(2));
      await sleep(200);
      expect(heard).toHaveLength(2);
    } finally {
      socket.close();
    }
    const expert = await makePerson(system, { role: 'expert' });
    const uninvited = await expert.client.connect();
    expect(await uninvited.timeout(5_000).emitWithAck(events.calendar.watch.name, { personIds: [expert.id, one] })).toMatchObject({ ok: false, error: { code: 'access.forbidden' } });
    uninvited.close();
  });

  it('is for everybody where the calendar is the own', async () => {
    const expert = await makePerson(system, { role: 'expert' });
    const socket = await expert.client.connect();
    try {
      const heard: Notice[] = [];
      socket.on(notices.changed.name, (notice: Notice) => notice.topic === 'calendar' && heard.push(notice));
      expect(await socket.timeout(5_000).emitWithAck(events.calendar.watch.name, { personIds: [expert.id] })).toEqual({ ok: true, data: {} });
      await reserve([expert.id], at(18, '09:00'));
      await eventually(() => expect(heard).toHaveLength(1));
    } finally {
      socket.close();
    }
  });
});
