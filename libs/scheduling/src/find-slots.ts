import type { Bitmap } from './bitmap.js';
import { demand } from './errors.js';
import { explainNoSlots, type NoSlots, type PersonStarts } from './no-slots.js';
import { buildHoursBitmap, buildPersonBitmap, earliestStart, type Frame, frameOf, type SchedulingPerson, tickMs } from './person-time.js';
import { assertStep, durationTicks, peopleById, rangeOf, type SlotsInput } from './slots-input.js';
import { buildStartGrid } from './start-grid.js';
import type { TimeSpan } from './time-span.js';

/** A time that suits everybody required, in epoch milliseconds. */
export interface FoundSlot {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Optional people who cannot come, in the order of the input. */
  readonly missingOptional: readonly string[];
}

/** Where a meeting of any length could lie in one person's calendar: inside the hours and past notice, busy times and buffers. */
export interface PersonFree {
  readonly personId: string;
  readonly free: readonly TimeSpan[];
}

export interface SlotsResult {
  /** Fewest missing optional people first, then the earliest. */
  readonly slots: readonly FoundSlot[];
  /** In the order of the input. */
  readonly people: readonly PersonFree[];
  /** Null when there are slots. */
  readonly why: NoSlots | null;
}

/** What is known of one person for one query. */
interface PersonTime {
  readonly hours: Bitmap;
  /** First tick at which a meeting may start. */
  readonly earliest: number;
  readonly free: Bitmap;
  /** Starts of a meeting of the wanted length. */
  readonly starts: Bitmap;
}

/**
 * Times at which everybody required can meet. A slot is offered exactly when `checkSlot` accepts it.
 *
 * Each person's free ticks are shortened by the length of the meeting before people are combined: two people's
 * adjoining time makes no slot.
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function findSlots(input: SlotsInput): SlotsResult {
  const { required, optional, timeZone, stepMinutes, now, limit } = input;
  assertStep(stepMinutes);
  demand(required.length > 0, 'required', 'must name somebody');
  demand(Number.isInteger(limit) && limit > 0, 'limit', 'must be a whole number, 1 or more');
  const duration = durationTicks(input.durationMinutes);
  const people = peopleById(input.people, [...required, ...optional]);
  const frame = frameOf(rangeOf(input));
  const times = new Map([...people].map(([id, person]) => [id, timeOf(person, frame, duration, now)]));
  const startsOf = (id: string): Bitmap => times.get(id)!.starts;

  const candidates = buildStartGrid(timeZone, stepMinutes, frame)
    .clear(0, Math.floor(now / tickMs) + 1 - frame.firstTick)
    .clear(frame.ticks - duration + 1, frame.ticks);
  const common = candidates.copy();
  for (const id of required) common.and(startsOf(id));

  const slots = rank(common, optional, startsOf, limit).map(({ tick, missingOptional }) => {
    const startsAt = (frame.firstTick + tick) * tickMs;
    return { startsAt, endsAt: startsAt + duration * tickMs, missingOptional };
  });
  return {
    slots,
    people: [...times].map(([personId, { free }]) => ({ personId, free: spansOf(free, frame) })),
    why: slots.length > 0 ? null : explainNoSlots(candidates, required.map((id) => narrowing(id, times.get(id)!, duration))),
  };
}

function timeOf(person: SchedulingPerson, frame: Frame, duration: number, now: number): PersonTime {
  const hours = buildHoursBitmap(person.rules, frame);
  const earliest = Math.ceil(earliestStart(person.rules, now) / tickMs) - frame.firstTick;
  const free = buildPersonBitmap(person, frame, hours).clear(0, earliest);
  return { hours, earliest, free, starts: free.copy().erode(duration) };
}

function narrowing(personId: string, { hours, earliest, starts }: PersonTime, duration: number): PersonStarts {
  const inHours = hours.copy().erode(duration);
  return { personId, hasHours: hours.nextSet(0) < hours.length, inHours, afterNotice: inHours.copy().clear(0, earliest), free: starts };
}

interface RankedStart {
  readonly tick: number;
  readonly missingOptional: readonly string[];
}

/** The best starts, sorted into shelves by how many optional people miss them; no shelf holds more than the limit. */
function rank(common: Bitmap, optional: readonly string[], startsOf: (id: string) => Bitmap, limit: number): RankedStart[] {
  const shelves: RankedStart[][] = Array.from({ length: optional.length + 1 }, () => []);
  for (let tick = common.nextSet(0); tick < common.length; tick = common.nextSet(tick + 1)) {
    const missingOptional = optional.filter((id) => !startsOf(id).has(tick));
    const shelf = shelves[missingOptional.length]!;
    if (shelf.length < limit) shelf.push({ tick, missingOptional });
    if (shelves[0]!.length === limit) break;
  }
  return shelves.flat().slice(0, limit);
}

function spansOf(free: Bitmap, { firstTick }: Frame): TimeSpan[] {
  const spans: TimeSpan[] = [];
  for (let from = free.nextSet(0); from < free.length; ) {
    const to = free.nextClear(from);
    spans.push({ start: (firstTick + from) * tickMs, end: (firstTick + to) * tickMs });
    from = free.nextSet(to);
  }
  return spans;
}
