import { frameOf, PersonTime, querySlots, rangeOf, type QueryResult, type SchedulingPerson, type SlotsQuery, type Weekday } from '@app/scheduling';
import slotCalculator from 'slot-calculator';
import { type Figure, percentile } from './figures.js';

const hourMs = 3_600_000;
const weeks = 8;
const busyAWeek = 15;
const roles = 6;
const zones = ['Europe/Helsinki', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Europe/Stockholm'];
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
/** On the hour: of a meeting that begins in the last half hour that anybody is there, the peer does not see the end. */
const windows = [
  { from: '08:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
/** The peer looks at every minute of every person: more than these would take it minutes. */
const comparable = [6, 12, 50];
const sizes = [...comparable, 200, 1_000];
/** Eight weeks over the changes of the clocks in America and Europe. */
const base: SlotsQuery = {
  required: [],
  optional: [],
  durationMinutes: 45,
  stepMinutes: 15,
  timeZone: 'Europe/Helsinki',
  range: { from: '2027-03-08', to: '2027-05-03' },
  now: Date.parse('2027-03-01T08:00:00Z'),
  limit: 20,
};
/** The grid the peer can only have: starts as far apart as the meeting is long. */
const peerGrid = { durationMinutes: 60, stepMinutes: 60, limit: 10_000 };

/** The slot engine alone, beside `slot-calculator` where both answer the same question. */
export function measureSlotEngine(): Figure[] {
  return sizes.flatMap((size) => {
    const part = `f slots, ${size} people, ${roles} roles, ${weeks} weeks`;
    const quarter = measure(size, base);
    const fine = measure(size, { ...base, stepMinutes: 5 });
    const aims = size === 50 ? { cold: { atMost: 3 }, fine: { atMost: 6 }, warm: { atMost: 0.1 } } : size === 1_000 ? { cold: { atMost: 60 } } : {};
    const figure = (name: string, value: number, aim?: Figure['aim']): Figure => ({ part, name, value, unit: 'ms', ...(aim && { aim }) });
    return [
      figure('cold, 15-minute starts, median', quarter.cold, aims.cold),
      figure('cold, 5-minute starts, median', fine.cold, aims.fine),
      figure('warm, 15-minute starts, median', quarter.warm, aims.warm),
      ...(comparable.includes(size) ? [besidePeer(size, part)] : []),
    ];
  });
}

/** Cold: from rules and busy times to the answer. Warm: from built people to the answer. */
function measure(size: number, query: SlotsQuery): { cold: number; warm: number } {
  const rounds = size > 200 ? 12 : 40;
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let seed = 1; seed <= rounds; seed += 1) {
    const people = peopleOf(size, seed);
    const asked = { ...query, needs: needsOf(size) };
    const [built, coldMs] = timed(() => build(people, asked));
    cold.push(coldMs + timed(() => querySlots(asked, built))[1]);
    for (let turn = 0; turn < 10; turn += 1) warm.push(timed(() => querySlots(asked, built))[1]);
  }
  return { cold: percentile(cold, 0.5), warm: percentile(warm, 0.5) };
}

/** @throws {Error} when the two do not offer the same slots */
function besidePeer(size: number, part: string): Figure {
  const query = { ...base, ...peerGrid, needs: needsOf(size) };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let seed = 1; seed <= 3; seed += 1) {
    const people = peopleOf(size, seed);
    const [found, ourMs] = timed((): QueryResult => querySlots(query, build(people, query)));
    const [answer, theirMs] = timed(() => askPeer(people, query));
    const mine = found.slots.map(({ startsAt }) => startsAt);
    if (JSON.stringify(mine) !== JSON.stringify(answer)) throw new Error(`${size} people, seed ${seed}: ${mine.length} slots here, ${answer.length} at the peer`);
    ours.push(ourMs);
    theirs.push(theirMs);
  }
  const peer = { name: 'slot-calculator 2.2.1, the same slots', value: percentile(theirs, 0.5) };
  const aim = size === 50 ? { aim: { ratioAtMost: 1 / 500 } } : {};
  return { part, name: 'cold, hours on the hour, median of 3', value: percentile(ours, 0.5), unit: 'ms', peer, ...aim };
}

/** Starts at which the peer finds a person for each role. It knows no roles: they are looked for among who is free. */
function askPeer(people: readonly SchedulingPerson[], query: SlotsQuery): number[] {
  const range = rangeOf(query);
  const iso = (instant: number) => new Date(instant).toISOString();
  const { availableSlots } = slotCalculator.getSlots({
    from: iso(range.start),
    to: iso(range.end),
    duration: query.durationMinutes,
    outputTimezone: query.timeZone,
    availability: people.flatMap(({ id, rules }) => days.flatMap((day) => windows.map((window) => ({ day, ...window, timezone: rules.timeZone, metadata: { id } })))),
    unavailability: people.flatMap(({ id, busy }) => busy.map(({ start, end }) => ({ from: iso(start), to: iso(end), metadata: { id } }))),
  });
  return availableSlots
    .filter(({ metadataAvailable }) => {
      const free = new Set((metadataAvailable ?? []).map(({ id }) => String(id)));
      return query.needs!.every(({ candidates }) => candidates.some((id) => free.has(id)));
    })
    .map(({ from }) => Date.parse(from));
}

function build(people: readonly SchedulingPerson[], query: SlotsQuery): PersonTime[] {
  const frame = frameOf(rangeOf(query));
  return people.map((person) => new PersonTime(person, frame));
}

function timed<T>(work: () => T): [T, number] {
  const from = performance.now();
  const result = work();
  return [result, performance.now() - from];
}

function needsOf(size: number): NonNullable<SlotsQuery['needs']> {
  return Array.from({ length: roles }, (_, role) => ({
    role: `role ${role}`,
    k: 1,
    required: true,
    candidates: Array.from({ length: size }, (_person, index) => `p${index}`).filter((_id, index) => index % roles === role),
  }));
}

function peopleOf(size: number, seed: number): SchedulingPerson[] {
  const random = randomFrom(seed);
  const { start } = rangeOf(base);
  const weekly = ([1, 2, 3, 4, 5] as Weekday[]).flatMap((weekday) => windows.map((window) => ({ weekday, ...window })));
  return Array.from({ length: size }, (_, index) => ({
    id: `p${index}`,
    rules: { timeZone: zones[index % zones.length]!, weekly, minimumNoticeMinutes: 0, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
    busy: Array.from({ length: weeks * busyAWeek }, (_busy, n) => {
      const at = start + Math.floor(n / busyAWeek) * 7 * 24 * hourMs + Math.floor(random() * 7 * 96) * (hourMs / 4);
      return { start: at, end: at + hourMs, meetingId: `${index} ${n}` };
    }),
  }));
}

/** The same numbers from the same seed, 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
