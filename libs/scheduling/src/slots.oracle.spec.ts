import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { checkSlot, findSlots, type SchedulingPerson, type SlotsInput, type WallHours, type Weekday } from './index.js';

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

/** What the clock of a zone shows at every minute around an anchor, asked from Temporal minute by minute. */
function wallTable(zone: string, anchor: string): { readonly at: (instant: number) => Wall } {
  const origin = Temporal.PlainDate.from(anchor).toZonedDateTime('UTC').epochMilliseconds - 2 * day;
  const walls: Wall[] = [];
  for (let instant = origin; instant < origin + 6 * day; instant += minute) {
    const time = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
    const minutes = time.hour * 60 + time.minute;
    const last = walls.at(-1);
    if (last && minutes === last.minutes + 1) {
      walls.push({ ...last, minutes });
    } else {
      const date = time.toPlainDate();
      walls.push({ date: date.toString(), yesterday: date.subtract({ days: 1 }).toString(), weekday: time.dayOfWeek as Weekday, minutes });
    }
  }
  return { at: (instant) => walls[Math.floor((instant - origin) / minute)]! };
}

const tables = new Map<string, ReturnType<typeof wallTable>>();
function wallAt(zone: string, anchor: string, instant: number): Wall {
  const key = `${zone} ${anchor}`;
  const table = tables.get(key) ?? wallTable(zone, anchor);
  tables.set(key, table);
  return table.at(instant);
}

const openMinutes = new WeakMap<SchedulingPerson, Map<number, boolean>>();
function isOpenAt(person: SchedulingPerson, anchor: string, instant: number): boolean {
  const known = openMinutes.get(person) ?? new Map<number, boolean>();
  openMinutes.set(person, known);
  const open = known.get(instant) ?? isOpen(person, wallAt(person.rules.timeZone, anchor, instant));
  known.set(instant, open);
  return open;
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function isOpen({ rules }: SchedulingPerson, { date, yesterday, weekday, minutes }: Wall): boolean {
  const hoursOn = (on: string, dayOfWeek: number): readonly WallHours[] =>
    rules.exceptions?.find((one) => one.date === on)?.hours ?? rules.weekly.filter((one) => one.weekday === dayOfWeek);
  const overnight = ({ from, to }: WallHours) => minutesOf(to) < minutesOf(from);
  return (
    hoursOn(date, weekday).some((one) => minutes >= minutesOf(one.from) && (overnight(one) || minutes < minutesOf(one.to))) ||
    hoursOn(yesterday, weekday === 1 ? 7 : weekday - 1).some((one) => overnight(one) && minutes < minutesOf(one.to))
  );
}

/** Whether one person can meet, rule by rule as a person would read them. */
function suits(person: SchedulingPerson, anchor: string, start: number, end: number, now: number): boolean {
  const { rules, busy } = person;
  if (start <= now || start - now < rules.minimumNoticeMinutes * minute) return false;
  for (let instant = start; instant < end; instant += minute) {
    if (!isOpenAt(person, anchor, instant)) return false;
  }
  return busy.every((other) => {
    if (other.end <= start) return start - other.end >= minute * Math.max(rules.bufferBeforeMinutes, other.bufferAfterMinutes ?? rules.bufferAfterMinutes);
    if (end <= other.start) return other.start - end >= minute * Math.max(rules.bufferAfterMinutes, other.bufferBeforeMinutes ?? rules.bufferBeforeMinutes);
    return false;
  });
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
const weekly = fc
  .array(fc.record({ window, weekdays: fc.uniqueArray(fc.constantFrom<Weekday[]>(1, 2, 3, 4, 5, 6, 7), { minLength: 3 }) }), { maxLength: 4 })
  .map((several) => several.flatMap((one) => one.weekdays.map((weekday) => ({ weekday, ...one.window }))));
const buffer = fc.constantFrom(0, 0, 5, 10, 12, 30);

const person = (anchor: string, start: number): fc.Arbitrary<Omit<SchedulingPerson, 'id'>> =>
  fc.record({
    rules: fc.record({
      timeZone: fc.constantFrom(...zones),
      weekly,
      exceptions: fc.uniqueArray(
        fc.record({
          date: fc.integer({ min: -2, max: 3 }).map((days) => Temporal.PlainDate.from(anchor).add({ days }).toString()),
          hours: fc.array(window, { maxLength: 2 }),
        }),
        { maxLength: 2, selector: ({ date }) => date },
      ),
      minimumNoticeMinutes: fc.constantFrom(0, 0, 7, 120, 1440),
      bufferBeforeMinutes: buffer,
      bufferAfterMinutes: buffer,
    }),
    busy: fc.array(
      fc
        .record({ at: fc.integer({ min: -600, max: 4 * 2880 }), length: fc.integer({ min: 1, max: 500 }), own: fc.option(fc.record({ bufferBeforeMinutes: buffer, bufferAfterMinutes: buffer })) })
        .map(({ at, length, own }) => ({ start: start + at * 30_000, end: start + (at + length) * 30_000, ...own })),
      { maxLength: 12 },
    ),
  });

const anyCase: fc.Arbitrary<Case> = fc
  .record({ anchor: fc.constantFrom(...anchors), timeZone: fc.constantFrom(...zones), before: fc.integer({ min: 0, max: 1 }), days: fc.integer({ min: 1, max: 3 }) })
  .chain(({ anchor, timeZone, before, days }) => {
    const first = Temporal.PlainDate.from(anchor).subtract({ days: before });
    const last = first.add({ days });
    const start = first.toZonedDateTime(timeZone).epochMilliseconds;
    const end = last.toZonedDateTime(timeZone).epochMilliseconds;
    return fc
      .record({
        people: fc.array(person(anchor, start), { minLength: 1, maxLength: 4 }),
        optional: fc.integer({ min: 0, max: 2 }),
        durationMinutes: fc.constantFrom(5, 15, 30, 45, 60, 90, 165),
        stepMinutes: fc.constantFrom(5, 15, 30, 60),
        now: fc.integer({ min: -2 * day, max: day }).map((offset) => start + offset),
        limit: fc.constantFrom(1, 20, 10_000),
        asDates: fc.boolean(),
      })
      .map(({ people, optional, asDates, ...rest }): Case => {
        const named = people.map((one, index) => ({ id: `p${index}`, ...one }));
        const ids = named.map(({ id }) => id);
        const required = ids.slice(0, Math.max(1, ids.length - optional));
        const range = asDates ? { from: first.toString(), to: last.toString() } : { from: start, to: end };
        return { anchor, start, end, input: { ...rest, timeZone, people: named, required, optional: ids.slice(required.length), range } };
      });
  });

/** Every start on the requester's clock whose meeting lies inside the range. */
function gridStarts({ anchor, input, start, end }: Case): number[] {
  const starts: number[] = [];
  for (let instant = start; instant + input.durationMinutes * minute <= end; instant += minute) {
    if (instant > input.now && wallAt(input.timeZone, anchor, instant).minutes % input.stepMinutes === 0) starts.push(instant);
  }
  return starts;
}

describe('the slot engine beside an oracle that asks Temporal minute by minute', () => {
  it('offers the same slots in the same order, sees the same free time, names the same bottleneck and books by the same rules', () => {
    let offered = 0;
    let explained = 0;
    const property = fc.property(anyCase, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), (one, picks) => {
      const { anchor, input, start, end } = one;
      const length = input.durationMinutes * minute;
      const byId = new Map(input.people.map((each) => [each.id, each]));
      const can = (id: string, from: number, to = from + length) => suits(byId.get(id)!, anchor, from, to, input.now);
      const starts = gridStarts(one);
      const withAll = (ids: readonly string[]) => starts.filter((from) => ids.every((id) => can(id, from)));
      const expected = withAll(input.required)
        .map((startsAt) => ({ startsAt, endsAt: startsAt + length, missingOptional: input.optional.filter((id) => !can(id, startsAt)) }))
        .sort((a, b) => a.missingOptional.length - b.missingOptional.length || a.startsAt - b.startsAt);

      const { slots, people, why } = findSlots(input);
      expect(slots).toEqual(expected.slice(0, input.limit));
      offered += slots.length;

      for (const { personId, free } of people) {
        for (let tick = start; tick < end; tick += 5 * minute) {
          const inside = free.some((band) => band.start <= tick && tick + 5 * minute <= band.end);
          if (inside !== can(personId, tick, tick + 5 * minute)) throw new Error(`free time of ${personId} differs at ${tick}`);
        }
      }

      expect(why === null).toBe(slots.length > 0);
      if (why) {
        const without = input.required.map((id) => withAll(input.required.filter((other) => other !== id)).length);
        const most = Math.max(...without);
        expect(why.bottleneck).toEqual(most === 0 ? null : { personId: input.required[without.indexOf(most)], slotsWithout: most });
        explained += 1;
      }

      const offeredStarts = new Set(expected.map(({ startsAt }) => startsAt));
      for (const pick of [...starts, ...picks.map((nat) => start + (nat % ((end - start) / minute)) * minute)]) {
        if (pick + length > end) continue;
        if (checkSlot(input, pick, pick + length).ok !== offeredStarts.has(pick)) throw new Error(`list and booking disagree at ${pick}`);
      }
    });
    fc.assert(property, { numRuns: 250 });
    expect(offered).toBeGreaterThan(1000);
    expect(explained).toBeGreaterThan(20);
  }, 120_000);
});
