import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { checkSlot, findSlots, type FoundSlot, type RoleSeats, type SchedulingPerson, type SlotsInput, type WallHours, type Weekday } from './index.js';

const minute = 60_000;
const day = 1440 * minute;
const zones = ['Europe/Helsinki', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Auckland'];
/** Days around which ranges lie: every change of the clock of these zones in 2027, and a quiet week. */
const anchors = [
  '2027-03-28', '2027-10-31', // Helsinki
  '2027-03-14', '2027-11-07', // New York
  '2027-04-04', '2027-10-03', // Lord Howe (half an hour); Auckland in April too
  '2027-04-30', '2027-10-28', // Cairo, at midnight
  '2027-09-26', // Auckland
  '2027-06-16',
];

interface Wall {
  readonly date: string;
  readonly yesterday: string;
  readonly weekday: Weekday;
  readonly minutes: number;
}

const tableDays = 6;
/** The first instant that is known of the days around an anchor. */
const originOf = (anchor: string) => Date.parse(anchor) - 2 * day;

function askClock(zone: string, instant: number): Wall {
  const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const date = time.toPlainDate();
  return { date: date.toString(), yesterday: date.subtract({ days: 1 }).toString(), weekday: time.dayOfWeek as Weekday, minutes: time.hour * 60 + time.minute };
}

/**
 * What the clock of a zone shows at every minute around an anchor. Temporal is asked each hour, and each minute of those
 * in which the clock does not go on by an hour of one day.
 */
function wallTable(zone: string, anchor: string): Wall[] {
  const origin = originOf(anchor);
  const walls: Wall[] = [];
  let hour = askClock(zone, origin);
  for (let at = origin; at < origin + tableDays * day; at += 60 * minute) {
    const next = askClock(zone, at + 60 * minute);
    const steady = next.date === hour.date && next.minutes === hour.minutes + 60;
    for (let passed = 0; passed < 60; passed += 1) {
      walls.push(steady ? { ...hour, minutes: hour.minutes + passed } : askClock(zone, at + passed * minute));
    }
    hour = next;
  }
  return walls;
}

const tables = new Map(anchors.map((anchor) => [anchor, new Map<string, Wall[]>()]));
function wallsOf(zone: string, anchor: string): Wall[] {
  const ofAnchor = tables.get(anchor)!;
  const table = ofAnchor.get(zone) ?? wallTable(zone, anchor);
  ofAnchor.set(zone, table);
  return table;
}

/** Tells of instants around an anchor whether they lie inside the hours of rules. */
function openAround(rules: Pick<SchedulingPerson['rules'], 'weekly' | 'exceptions' | 'leaves' | 'timeZone'>, anchor: string): (instant: number) => boolean {
  const walls = wallsOf(rules.timeZone, anchor);
  const origin = originOf(anchor);
  /** 1: shut, 2: open, 0: not looked at yet. */
  const known = new Uint8Array(walls.length);
  return (instant) => {
    const index = Math.floor((instant - origin) / minute);
    if (known[index] === 0) known[index] = isOpen(rules, walls[index]!) ? 2 : 1;
    return known[index] === 2;
  };
}

const parsedTimes = new Map<string, number>();
function minutesOf(time: string): number {
  const minutes = parsedTimes.get(time) ?? Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  parsedTimes.set(time, minutes);
  return minutes;
}

function isOpen(rules: Pick<SchedulingPerson['rules'], 'weekly' | 'exceptions' | 'leaves'>, { date, yesterday, weekday, minutes }: Wall): boolean {
  const hoursOn = (on: string, dayOfWeek: number): readonly WallHours[] =>
    rules.exceptions?.find((one) => one.date === on)?.hours ?? rules.weekly.filter((one) => one.weekday === dayOfWeek);
  if (rules.leaves?.some((leave) => leave.from <= date && date < leave.to)) return false;
  const overnight = ({ from, to }: WallHours) => minutesOf(to) < minutesOf(from);
  return (
    hoursOn(date, weekday).some((one) => minutes >= minutesOf(one.from) && (overnight(one) || minutes < minutesOf(one.to))) ||
    hoursOn(yesterday, weekday === 1 ? 7 : weekday - 1).some((one) => overnight(one) && minutes < minutesOf(one.to))
  );
}

type Period = 'day' | 'week' | 'month';

/** Meetings of a person that start in the same period of the own zone as an instant. */
function meetingsAround({ rules, busy }: SchedulingPerson, instant: number, period: Period): number {
  const wanted = periodsAt(rules.timeZone, instant)[period];
  return new Set(busy.filter(({ meetingId, start }) => meetingId !== undefined && periodsAt(rules.timeZone, start)[period] === wanted).map(({ meetingId }) => meetingId)).size;
}
const periods = new Map(zones.map((zone) => [zone, new Map<number, Record<Period, string>>()]));
const periodsOfDates = new Map<string, Record<Period, string>>();
function periodsAt(zone: string, instant: number): Record<Period, string> {
  const ofZone = periods.get(zone)!;
  const named = ofZone.get(instant) ?? periodsOf(Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate());
  ofZone.set(instant, named);
  return named;
}
function periodsOf(date: Temporal.PlainDate): Record<Period, string> {
  const key = date.toString();
  const named = periodsOfDates.get(key) ?? { day: key, week: `${date.yearOfWeek}-${date.weekOfYear}`, month: key.slice(0, 7) };
  periodsOfDates.set(key, named);
  return named;
}
const loadOf = (person: SchedulingPerson, instant: number) => meetingsAround(person, instant, 'day');

/** Whether one person can meet, rule by rule as a person would read them. */
function suits(person: SchedulingPerson, isOpenAt: (instant: number) => boolean, start: number, end: number, now: number): boolean {
  const { rules, busy } = person;
  if (start <= now || start - now < rules.minimumNoticeMinutes * minute) return false;
  if (rules.horizonDays !== undefined && start - now > rules.horizonDays * day) return false;
  for (let instant = start; instant < end; instant += minute) {
    if (!isOpenAt(instant)) return false;
  }
  const apart = busy.every((other) => {
    if (other.end <= start) return start - other.end >= minute * Math.max(rules.bufferBeforeMinutes, other.bufferAfterMinutes ?? rules.bufferAfterMinutes);
    if (end <= other.start) return other.start - end >= minute * Math.max(rules.bufferAfterMinutes, other.bufferBeforeMinutes ?? rules.bufferBeforeMinutes);
    return false;
  });
  if (!apart) return false;
  if (rules.weeklyCap && meetingsAround(person, start, 'week') >= rules.weeklyCap) return false;
  return !rules.monthlyCap || meetingsAround(person, start, 'month') < rules.monthlyCap;
}

/** Every way to seat the people, tried out: the most seats of required roles, then the most of optional ones. */
function mostSeats(needs: readonly RoleSeats[], present: readonly string[]): { required: number; optional: number } {
  const [first, ...others] = present;
  if (first === undefined) return { required: 0, optional: 0 };
  let most = mostSeats(needs, others);
  needs.forEach((need, role) => {
    if (need.k === 0 || !need.candidates.includes(first)) return;
    const rest = mostSeats(needs.with(role, { ...need, k: need.k - 1 }), others);
    const seated = need.required ? { ...rest, required: rest.required + 1 } : { ...rest, optional: rest.optional + 1 };
    if (seated.required > most.required || (seated.required === most.required && seated.optional > most.optional)) most = seated;
  });
  return most;
}
const seatsOf = (needs: readonly RoleSeats[], required: boolean) => needs.reduce((sum, need) => (need.required === required ? sum + need.k : sum), 0);
const known = new Map<string, ReturnType<typeof mostSeats>>();
function seatable(needs: readonly RoleSeats[], present: readonly string[]): ReturnType<typeof mostSeats> {
  const key = JSON.stringify([needs, present]);
  const most = known.get(key) ?? mostSeats(needs, present);
  known.set(key, most);
  return most;
}

interface Case {
  readonly anchor: string;
  readonly input: SlotsInput;
  readonly start: number;
  readonly end: number;
}

const clock = fc
  .oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 95 }).map((n) => n * 15) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 1439 }) })
  .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);
const window: fc.Arbitrary<WallHours> = fc
  .oneof(
    fc.record({ from: clock, to: clock }),
    fc.constant({ from: '00:00', to: '24:00' }),
    fc.record({ from: clock, to: fc.constant('24:00') }),
    fc.constantFrom({ from: '22:00', to: '03:30' }, { from: '08:00', to: '16:00' }),
  )
  .filter(({ from, to }) => from !== to);
const everyDay: Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const weekly = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .array(fc.record({ window, weekdays: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 3 }) }), { maxLength: 4 })
      .map((several) => several.flatMap((one) => one.weekdays.map((weekday) => ({ weekday, ...one.window })))),
  },
  { weight: 1, arbitrary: fc.constant(everyDay.map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))) },
);
const dateAfter = (date: string, days: number) => Temporal.PlainDate.from(date).add({ days }).toString();
const buffer = fc.constantFrom(0, 0, 5, 10, 12, 30);
const seats = fc.constantFrom(1, 1, 2);

const person = (anchor: string, start: number): fc.Arbitrary<Omit<SchedulingPerson, 'id'>> =>
  fc.record({
    rules: fc.record({
      timeZone: fc.constantFrom(...zones),
      weekly,
      exceptions: fc.uniqueArray(
        fc.record({
          date: fc.integer({ min: -2, max: 3 }).map((days) => dateAfter(anchor, days)),
          hours: fc.array(window, { maxLength: 2 }),
        }),
        { maxLength: 2, selector: ({ date }) => date },
      ),
      minimumNoticeMinutes: fc.constantFrom(0, 0, 7, 120, 1440),
      bufferBeforeMinutes: buffer,
      bufferAfterMinutes: buffer,
      leaves: fc.array(
        fc
          .record({ first: fc.integer({ min: -2, max: 3 }), days: fc.integer({ min: 1, max: 2 }) })
          .map(({ first, days }) => ({ from: dateAfter(anchor, first), to: dateAfter(anchor, first + days) })),
        { maxLength: 1, size: 'small' },
      ),
      horizonDays: fc.constantFrom(1, 2, 30, 365, 365),
      weeklyCap: fc.constantFrom(null, null, 1, 2),
      monthlyCap: fc.constantFrom(null, null, null, 3),
    }),
    busy: fc.array(
      fc
        .record({
          at: fc.integer({ min: -600, max: 4 * 2880 }),
          length: fc.integer({ min: 1, max: 500 }),
          own: fc.option(fc.record({ bufferBeforeMinutes: buffer, bufferAfterMinutes: buffer })),
          meeting: fc.option(fc.record({ meetingId: fc.constantFrom('m1', 'm2', 'm3', 'm4') })),
        })
        .map(({ at, length, own, meeting }) => ({ start: start + at * 30_000, end: start + (at + length) * 30_000, ...own, ...meeting })),
      { maxLength: 12 },
    ),
  });

/** Roles of people who may hold several professions, or of such as have one each. */
const roles = (ids: readonly string[]): fc.Arbitrary<RoleSeats[]> => fc.oneof(
  fc
    .array(fc.record({ k: seats, required: fc.boolean(), candidates: fc.subarray([...ids], { minLength: 1 }) }), { maxLength: 3 })
    .map((several) => several.map((one, index) => ({ role: `r${index}`, ...one }))),
  fc
    .record({ first: fc.nat({ max: ids.length }), of: fc.array(fc.record({ k: seats, required: fc.boolean() }), { minLength: 2, maxLength: 2 }) })
    .map(({ first, of }) => [ids.slice(0, first), ids.slice(first)].flatMap((candidates, index) => (candidates.length > 0 ? [{ role: `r${index}`, ...of[index]!, candidates }] : []))),
);

const spansFrom = (start: number) =>
  fc.array(
    fc.record({ at: fc.integer({ min: -100, max: 3000 }), length: fc.integer({ min: 1, max: 400 }) }).map(({ at, length }) => ({ start: start + at * minute, end: start + (at + length) * minute })),
    { maxLength: 2, size: 'small' },
  );

const anyCase: fc.Arbitrary<Case> = fc
  .record({ anchor: fc.constantFrom(...anchors), timeZone: fc.constantFrom(...zones), before: fc.integer({ min: 0, max: 1 }), days: fc.integer({ min: 1, max: 3 }) })
  .chain(({ anchor, timeZone, before, days }) => {
    const first = Temporal.PlainDate.from(anchor).subtract({ days: before });
    const last = first.add({ days });
    const start = first.toZonedDateTime(timeZone).epochMilliseconds;
    const end = last.toZonedDateTime(timeZone).epochMilliseconds;
    return fc
      .record({
        people: fc.array(person(anchor, start), { minLength: 1, maxLength: 5 }),
        required: fc.nat({ max: 2 }),
        optional: fc.nat({ max: 1 }),
        durationMinutes: fc.constantFrom(5, 15, 30, 45, 60, 90, 165),
        stepMinutes: fc.constantFrom(5, 15, 30, 60),
        now: fc.integer({ min: -2 * day, max: day }).map((offset) => start + offset),
        limit: fc.constantFrom(1, 20, 10_000),
        asDates: fc.boolean(),
        preferred: fc.oneof(fc.constant([]), weekly),
        excluded: spansFrom(start),
        closed: spansFrom(start),
      })
      .chain(({ people, required, optional, asDates, ...rest }) => {
        const named = people.map((one, index) => ({ id: `p${index}`, ...one }));
        const ids = named.map(({ id }) => id);
        const range = asDates ? { from: first.toString(), to: last.toString() } : { from: start, to: end };
        return roles(ids).map((needs): Case => {
          const fixed = needs.some((need) => need.required) ? Math.min(required, ids.length) : Math.max(1, Math.min(required, ids.length));
          const input = { ...rest, timeZone, people: named, required: ids.slice(0, fixed), optional: ids.slice(fixed, fixed + optional), needs, range };
          return { anchor, start, end, input };
        });
      });
  });

/** Every start on the requester's clock whose meeting lies inside the range. */
function gridStarts({ anchor, input, start, end }: Case): number[] {
  const starts: number[] = [];
  const walls = wallsOf(input.timeZone, anchor);
  const origin = originOf(anchor);
  for (let instant = start; instant + input.durationMinutes * minute <= end; instant += minute) {
    if (instant > input.now && walls[(instant - origin) / minute]!.minutes % input.stepMinutes === 0) starts.push(instant);
  }
  return starts;
}

/** What can be said of a case by looking at every start and every way to seat the people. */
class Oracle {
  readonly starts: readonly number[];
  private readonly length: number;
  private readonly people: ReadonlyMap<string, { readonly person: SchedulingPerson; readonly isOpenAt: (instant: number) => boolean }>;
  private readonly isPreferredAt: (instant: number) => boolean;
  private readonly comers = new Map<number, string[]>();

  constructor(private readonly one: Case) {
    const { anchor, input } = one;
    const { excluded = [], closed = [], preferred = [], timeZone } = input;
    this.length = input.durationMinutes * minute;
    this.people = new Map(input.people.map((person) => [person.id, { person, isOpenAt: openAround(person.rules, anchor) }]));
    this.isPreferredAt = preferred.length === 0 ? () => true : openAround({ timeZone, weekly: preferred }, anchor);
    const touches = (from: number) => (span: { start: number; end: number }) => span.start < from + this.length && span.end > from;
    this.starts = gridStarts(one).filter((from) => ![...excluded, ...closed].some(touches(from)));
  }

  can(id: string, from: number, to = from + this.length): boolean {
    const { person, isOpenAt } = this.people.get(id)!;
    return suits(person, isOpenAt, from, to, this.one.input.now);
  }

  /** Those named in the input who can come, as far as it matters. */
  present(from: number): string[] {
    const known = this.comers.get(from) ?? this.one.input.people.map(({ id }) => id).filter((id) => this.can(id, from));
    this.comers.set(from, known);
    return known;
  }

  fits(from: number, { needs = [], required }: Pick<SlotsInput, 'needs' | 'required'> = this.one.input): boolean {
    const present = this.present(from);
    return required.every((id) => present.includes(id)) && seatable(needs, present).required === seatsOf(needs, true);
  }

  count(changes: Partial<Pick<SlotsInput, 'needs' | 'required'>>): number {
    return this.starts.filter((from) => this.fits(from, { ...this.one.input, ...changes })).length;
  }

  missing(from: number): { people: string[]; count: number } {
    const { optional, needs = [] } = this.one.input;
    const present = this.present(from);
    const people = optional.filter((id) => !present.includes(id));
    return { people, count: people.length + seatsOf(needs, false) - seatable(needs, present).optional };
  }

  outsidePreferred(from: number): boolean {
    for (let at = from; at < from + this.length; at += minute) if (!this.isPreferredAt(at)) return true;
    return false;
  }

  /** What the engine must say, in its order; all but who sits where and the load. */
  ranked(): Omit<FoundSlot, 'seats'>[] {
    return this.starts
      .filter((from) => this.fits(from))
      .map((startsAt) => {
        const { people, count } = this.missing(startsAt);
        return { startsAt, endsAt: startsAt + this.length, missing: people, rank: { missing: count, outsidePreferred: this.outsidePreferred(startsAt), load: 0 } };
      })
      .sort((a, b) => a.rank.missing - b.rank.missing || Number(a.rank.outsidePreferred) - Number(b.rank.outsidePreferred) || a.startsAt - b.startsAt);
  }

  /** Slots more without each person and role in turn, those that give some, most first. */
  gains(): { role: string | null; personId: string | null; slotsMore: number }[] {
    const { required, needs = [] } = this.one.input;
    const now = this.count({});
    const people = required.map((personId) => ({ role: null, personId, slotsMore: this.count({ required: required.filter((id) => id !== personId) }) - now }));
    const panels = needs
      .filter((need) => need.required)
      .map(({ role }) => ({ role, personId: null, slotsMore: this.count({ needs: needs.map((need) => (need.role === role ? { ...need, required: false } : need)) }) - now }));
    return [...people, ...panels].filter(({ slotsMore }) => slotsMore > 0).sort((one, other) => other.slotsMore - one.slotsMore);
  }

  /** Checks that people sit where they may, that no seat is empty without need, and that those with most to do sit last. */
  assertSeats({ input }: Case, { startsAt, seats, missing, rank }: FoundSlot): void {
    const { needs = [], required, optional } = input;
    const sitting = seats.flatMap(({ personIds }) => personIds);
    const present = this.present(startsAt);
    expect(new Set(sitting).size).toBe(sitting.length);
    seats.forEach(({ role, personIds }, index) => {
      expect(role).toBe(needs[index]!.role);
      expect(personIds.every((id) => present.includes(id) && needs[index]!.candidates.includes(id))).toBe(true);
      expect(personIds.length).toBeLessThanOrEqual(needs[index]!.k);
    });
    const most = seatable(needs, present);
    const taken = (wanted: boolean) => seats.reduce((sum, { personIds }, index) => (needs[index]!.required === wanted ? sum + personIds.length : sum), 0);
    expect([taken(true), taken(false)]).toEqual([most.required, most.optional]);
    const coming = new Set([...required, ...optional.filter((id) => !missing.includes(id)), ...sitting]);
    const load = (id: string) => loadOf(input.people.find((person) => person.id === id)!, startsAt);
    expect(rank.load).toBe([...coming].reduce((sum, id) => sum + load(id), 0));
    const listed = [...required, ...optional];
    const order = (id: string) => (listed.includes(id) ? listed.indexOf(id) - 1000 : load(id) * 1000 + input.people.findIndex((person) => person.id === id));
    needs.forEach(({ candidates, k }, index) => {
      const alone = candidates.every((id) => needs.filter((need) => need.candidates.includes(id)).length === 1);
      if (alone) expect(seats[index]!.personIds).toEqual(candidates.filter((id) => present.includes(id)).sort((a, b) => order(a) - order(b)).slice(0, k));
    });
  }
}

function assertFreeTime(oracle: Oracle, { start, end, input }: Case, people: readonly { personId: string; free: readonly { start: number; end: number }[] }[]): void {
  for (const { personId, free } of people) {
    for (let tick = start; tick < end; tick += 5 * minute) {
      const inside = free.some((band) => band.start <= tick && tick + 5 * minute <= band.end);
      const closed = input.closed!.some((span) => span.start < tick + 5 * minute && span.end > tick);
      if (inside !== (!closed && oracle.can(personId, tick, tick + 5 * minute))) throw new Error(`free time of ${personId} differs at ${tick}`);
    }
  }
}

describe('the slot engine beside an oracle that looks at every minute', () => {
  it('offers the same slots in the same order, sees the same free time, names the same bottleneck and books by the same rules', () => {
    const seen = { offered: 0, explained: 0, roles: 0, bottlenecks: 0 };
    const property = fc.property(anyCase, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (one, picks) => {
      const { input, start, end } = one;
      const length = input.durationMinutes * minute;
      const oracle = new Oracle(one);
      const expected = oracle.ranked();

      const { slots, people, why, bottleneck } = findSlots(input);
      expect(slots.map(({ seats: _, rank, ...slot }) => ({ ...slot, rank: { ...rank, load: 0 } }))).toEqual(expected.slice(0, input.limit));
      for (const slot of slots) oracle.assertSeats(one, slot);
      assertFreeTime(oracle, one, people);
      const gains = oracle.gains();
      expect(bottleneck).toEqual(gains[0] ?? null);
      seen.offered += slots.length;
      if (input.needs!.length > 0) seen.roles += slots.length;
      if (bottleneck) seen.bottlenecks += 1;

      expect(why === null).toBe(slots.length > 0);
      if (why) {
        seen.explained += 1;
        const fewer = why.relaxations.filter((one) => one.kind === 'optional');
        expect(fewer).toEqual(gains.map(({ slotsMore, ...culprit }) => ({ kind: 'optional', ...culprit, slots: slotsMore })));
        const shorter = Array.from({ length: 11 }, (_, index) => 165 - 15 * index).filter((minutes) => minutes < input.durationMinutes);
        const first = shorter.map((durationMinutes) => ({ kind: 'shorter', durationMinutes, slots: new Oracle({ ...one, input: { ...input, durationMinutes } }).count({}) })).find(({ slots }) => slots > 0);
        expect(why.relaxations.filter(({ kind }) => kind === 'shorter')).toEqual(first ? [first] : []);
      }

      const offeredStarts = new Set(expected.map(({ startsAt }) => startsAt));
      for (const pick of [...gridStarts(one), ...picks.map((nat) => start + (nat % ((end - start) / minute)) * minute)]) {
        if (pick + length > end) continue;
        if (checkSlot(input, pick, pick + length).ok !== offeredStarts.has(pick)) throw new Error(`list and booking disagree at ${pick}`);
      }
    });
    fc.assert(property, { numRuns: 250 });
    expect(seen.offered).toBeGreaterThan(1000);
    expect(seen.roles).toBeGreaterThan(500);
    expect(seen.bottlenecks).toBeGreaterThan(20);
    expect(seen.explained).toBeGreaterThan(20);
  }, 240_000);
});
