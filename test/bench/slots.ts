import { HttpLoad } from '../stack/http.js';
import { addPeople } from '../stack/people.js';
import type { Stack } from '../stack/stack.js';
import { slot, zone } from '../stack/slots.js';
import { type Figure, percentile } from './figures.js';
import { measureSlotEngine } from './slot-engine.js';

const roles = 6;
const weeks = 8;
const busyAWeek = 15;
const requests = 60;
const mostListed = 672;

/** (f) Finding a time: the engine alone, then the whole request. */
export async function measureSlots(stack: Stack): Promise<Figure[]> {
  return [...measureSlotEngine(), ...(await measureSearch(stack, 50)), ...(await measureSearch(stack, 200))];
}

/** The best twenty times of a panel over eight weeks, and all the screen lists; cold: everybody's calendar has changed since. */
async function measureSearch(stack: Stack, size: number): Promise<Figure[]> {
  const http = new HttpLoad(stack.origin, 1);
  try {
    const [asker] = await addPeople(stack.database, 1, 'professional');
    // The caller is one of the people looked at.
    const ids = (await addPeople(stack.database, size - 1, 'expert')).map(({ personId }) => personId);
    await fillCalendars(stack, ids);
    const from = slot(0).local.slice(0, 10);
    const to = new Date(Date.parse(from) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
    const needs = Array.from({ length: roles }, (_, role) => ({ role: `role ${role}`, candidates: ids.filter((_id, index) => index % roles === role) }));
    const ask = async (limit = 20): Promise<number> => {
      const body = { needs, durationMinutes: 45, from, to, timeZone: zone, free: false, limit };
      const answer = await http.post('/api/slots', `${stack.cookieName}=${asker!.token}`, body);
      if (answer.status !== 200) throw new Error(`a search was answered ${answer.status}: ${answer.body}`);
      return answer.milliseconds;
    };
    for (let turn = 0; turn < 20; turn += 1) await ask();
    const [warm, listed, cold]: [number[], number[], number[]] = [[], [], []];
    for (let turn = 0; turn < requests; turn += 1) warm.push(await ask());
    for (let turn = 0; turn < requests; turn += 1) listed.push(await ask(mostListed));
    for (let turn = 0; turn < requests; turn += 1) {
      await stack.database.query('UPDATE resource SET busy_version = busy_version + 1 WHERE person_id = ANY ($1::uuid[])', [ids]);
      cold.push(await ask());
    }
    const part = `f POST /api/slots, ${size} people`;
    const aims = size === 50 ? { warm: { atMost: 10 }, cold: { atMost: 50 } } : { cold: { atMost: 150 } };
    return [
      { part, name: 'warm, p50', value: percentile(warm, 0.5), unit: 'ms' },
      { part, name: 'warm, p95', value: percentile(warm, 0.95), unit: 'ms', ...(aims.warm && { aim: aims.warm }) },
      { part, name: `warm, all ${mostListed} that a screen lists, p95`, value: percentile(listed, 0.95), unit: 'ms' },
      { part, name: 'cold, p50', value: percentile(cold, 0.5), unit: 'ms' },
      { part, name: 'cold, p95', value: percentile(cold, 0.95), unit: 'ms', aim: aims.cold },
    ];
  } finally {
    http.close();
  }
}

/** Half-hour meetings at any quarter of the working day; those that would overlap are left out. */
async function fillCalendars({ database }: Stack, personIds: readonly string[]): Promise<void> {
  await database.query(
    `INSERT INTO calendar_entry (id, resource_id, group_id, during, status, created_at)
     SELECT gen_random_uuid(), resource.id, gen_random_uuid(), tstzrange(at, at + interval '30 minutes'), 'confirmed', $5
     FROM resource CROSS JOIN generate_series(0, $3 - 1) AS week
     CROSS JOIN LATERAL (
       SELECT DISTINCT $2::timestamptz + make_interval(days => week * 7 + floor(random() * 5)::int, mins => floor(random() * 16)::int * 30) AS at
       FROM generate_series(1, $4) WHERE resource.id IS NOT NULL) AS meeting
     WHERE person_id = ANY ($1::uuid[])`,
    [personIds, slot(0).startsAt, weeks, busyAWeek, new Date()],
  );
  await database.query('ANALYZE calendar_entry');
}
