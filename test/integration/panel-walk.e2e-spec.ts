import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Consultation, Hold } from '@app/contracts';
import { type Answer, type Member, Scene } from '../support/consultation-scene.js';

/**
 * Several people do at random, and at the same time, whatever the screens let them do to a few panels over the same few
 * hours. Whatever comes of it, the database must tell a consistent story afterwards.
 */
const walks = [1, 2];
const rounds = 20;
const actionsAtOnce = 6;

let scene: Scene;
let experts: Member[];
let owners: Member[];
/** Monday of the walk. */
let monday: number;

beforeAll(async () => {
  scene = await Scene.open({ now: '2027-03-01T08:00:00Z' });
}, 120_000);
afterAll(() => scene?.close());

type Random = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;
const hours = ['09:00', '09:30', '10:00', '11:00', '13:00', '14:30'];
const localAt = (random: Random) => ({ local: `2027-04-${String(monday + random(3)).padStart(2, '0')}T${pick(random, hours)}`, timeZone: 'Europe/Helsinki' });

function needsOf(random: Random) {
  const shuffled = [...experts].sort(() => random(3) - 1).map(({ id }) => id);
  return [
    { role: 'LAW', k: 1 + random(2), candidates: shuffled.slice(0, 3), substitutes: shuffled.slice(5, 6) },
    { role: 'PSY', k: 1, required: random(2) === 0, candidates: shuffled.slice(2, 4), substitutes: [] },
  ];
}

async function holdTimes(random: Random): Promise<Answer> {
  const times = [...new Map([localAt(random), localAt(random), localAt(random)].map((time) => [time.local, time])).values()];
  const owner = pick(random, owners);
  const caseId = await scene.openCase(owner);
  return pick(random, [owner, scene.coordinator]).post('/api/holds', { caseId, needs: needsOf(random), durationMinutes: 60, times }, { key: randomUUID() });
}

async function bookPanel(random: Random): Promise<Answer> {
  const [need] = needsOf(random);
  const owner = pick(random, owners);
  const caseId = await scene.openCase(owner);
  const people = experts.filter(({ id }) => need!.candidates.includes(id));
  return scene.book(owner, { caseId, people, local: localAt(random).local, needs: [need!] }) as Promise<Answer>;
}

async function answerTimes(random: Random): Promise<Answer | null> {
  const who = pick(random, [...experts, ...owners]);
  const hold = pick(random, (await who.get('/api/holds')).body['items'] as (Hold | undefined)[]);
  if (!hold) return null;
  const answers = hold.times.map(({ id }) => ({ timeId: id, answer: pick(random, ['works', 'works', 'if_needed', 'no'] as const) }));
  return who.post(`/api/holds/${hold.id}/answers`, { answers: answers.slice(0, 1 + random(answers.length)), notDisqualified: true });
}

async function endHold(random: Random): Promise<Answer | null> {
  const hold = pick(random, (await scene.coordinator.get('/api/holds?scope=centre')).body['items'] as (Hold | undefined)[]);
  if (!hold) return null;
  const body = { version: hold.version };
  if (random(3) === 0) return scene.coordinator.post(`/api/holds/${hold.id}/release`, { ...body, reason: 'Toinen tapa' }, { key: randomUUID() });
  return scene.coordinator.post(`/api/holds/${hold.id}/confirm`, { ...body, timeId: pick(random, hold.times).id }, { key: randomUUID() });
}

async function changeMeeting(random: Random): Promise<Answer | null> {
  const meetings = ((await scene.coordinator.get('/api/consultations?scope=centre')).body['items'] as Consultation[]).filter(({ state }) => state === 'booked');
  const meeting = pick(random, meetings as (Consultation | undefined)[]);
  if (!meeting) return null;
  const { id, version, sequence, participants } = meeting;
  const key = { key: randomUUID() };
  const who = experts.find((one) => participants.some(({ personId }) => personId === one.id)) ?? pick(random, experts);
  switch (random(6)) {
    case 0:
      return scene.coordinator.post(`/api/consultations/${id}/cancel`, { version, reason: 'Peruttu' }, key);
    case 1:
      return scene.coordinator.post(`/api/consultations/${id}/move`, { version, start: localAt(random) }, key);
    case 2:
      return scene.coordinator.post(`/api/consultations/${id}/replace`, { version, participationId: pick(random, participants).participationId, personId: pick(random, experts).id }, key);
    default:
      return who.post(`/api/consultations/${id}/response`, { sequence, answer: pick(random, ['accepted', 'declined', 'tentative'] as const), notDisqualified: true });
  }
}

const actions = [holdTimes, bookPanel, answerTimes, answerTimes, answerTimes, answerTimes, endHold, changeMeeting, changeMeeting];

/** Statements that must find nothing. */
const contradictions: Readonly<Record<string, string>> = {
  'two meetings of one person at once': `
    SELECT one.id FROM calendar_entry one JOIN calendar_entry other ON other.resource_id = one.resource_id AND other.group_id <> one.group_id
    AND other.during && one.during WHERE one.status IN ('held', 'confirmed') AND other.status IN ('held', 'confirmed')`,
  'a meeting whose required role lacks people who were given its seats': `
    SELECT need.id FROM need JOIN consultation ON consultation.sitting_id = need.sitting_id AND consultation.state = 'booked'
    WHERE need.required AND (SELECT count(*) FROM participation WHERE participation.need_id = need.id AND standing = 'in') < need.k`,
  'a seat taken by more people than it has': `
    SELECT need.id FROM need JOIN participation ON participation.need_id = need.id AND standing = 'in' AND partstat = 'accepted'
    GROUP BY need.id HAVING count(*) > need.k`,
  'a live reminder of a time that is gone, or of somebody who does not come': `
    SELECT outbox.id FROM outbox WHERE kind = 'send-reminder' AND status IN ('planned', 'claimed') AND NOT EXISTS (
      SELECT FROM sitting JOIN consultation ON consultation.sitting_id = sitting.id AND consultation.state = 'booked'
      JOIN participation ON participation.sitting_id = sitting.id AND standing = 'in' AND partstat <> 'declined'
      WHERE sitting.id = subject_id AND sitting.sequence = outbox.version AND participation.person_id = recipient_id)`,
  'somebody who comes without having the time': `
    SELECT participation.id FROM participation JOIN consultation USING (sitting_id) JOIN sitting ON sitting.id = participation.sitting_id
    WHERE consultation.state = 'booked' AND standing = 'in' AND partstat <> 'declined' AND required AND NOT EXISTS (
      SELECT FROM calendar_entry JOIN resource ON resource.id = resource_id
      WHERE group_id = sitting.id AND resource.person_id = participation.person_id AND status = 'confirmed' AND during = tstzrange(starts_at, ends_at))`,
  'a time kept for a meeting that is off, or for somebody who does not come': `
    SELECT calendar_entry.id FROM calendar_entry JOIN resource ON resource.id = resource_id WHERE status = 'confirmed' AND NOT EXISTS (
      SELECT FROM consultation JOIN participation USING (sitting_id) WHERE sitting_id = group_id AND state = 'booked'
      AND participation.person_id = resource.person_id AND standing = 'in' AND partstat <> 'declined')`,
  'a time held by a hold that is over': `
    SELECT calendar_entry.id FROM calendar_entry JOIN hold ON hold.sitting_id = group_id WHERE status = 'held' AND outcome IS NOT NULL`,
  'access to a case that nothing gives': `
    SELECT case_grant.id FROM case_grant WHERE source = 'invitation' AND ended_at IS NULL AND NOT EXISTS (
      SELECT FROM consultation JOIN participation USING (sitting_id) WHERE consultation.id = source_id AND state IN ('booked', 'times_open')
      AND participation.person_id = case_grant.person_id AND standing = 'in' AND partstat <> 'declined')`,
  'two relations from one invitation': `
    SELECT source_id FROM case_grant WHERE source = 'invitation' AND ended_at IS NULL GROUP BY source_id, person_id HAVING count(*) > 1`,
};

it.each(walks)('leaves no contradiction behind, walk %i', async (seed) => {
  const random = randomOf(seed);
  experts = await scene.addExperts(8);
  owners = await Promise.all(['A', 'B', 'C', 'D'].map((name) => scene.addPerson(`Omistaja ${name}`, { role: 'professional' })));
  monday = 5 + 7 * (seed - 1);
  const outcomes: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(Array.from({ length: actionsAtOnce }, () => pick(random, actions)(random)));
    for (const answer of answers.filter((one) => one !== null)) {
      expect({ seed, round, ...(answer.status >= 500 && { answer }) }).toEqual({ seed, round });
      const outcome = answer.status < 300 ? 'done' : String(answer.body['code']);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
    for (const [story, sql] of Object.entries(contradictions)) expect({ seed, round, story, found: await scene.query(sql) }).toEqual({ seed, round, story, found: [] });
  }
  // A walk that is refused everywhere would show nothing.
  expect(outcomes['done']).toBeGreaterThan(rounds);
}, 180_000);
