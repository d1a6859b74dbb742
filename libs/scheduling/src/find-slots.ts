import { demand } from './errors.js';
import { type Culprit, explainNoSlots, gainsOf, type NoSlots, widestRange } from './no-slots.js';
import { Panel } from './panel.js';
import { dayTicks, earliestStart, frameOf, latestStart, PersonTime, tickMs } from './person-time.js';
import { type FoundSlot, rankSlots, recommend, type Recommendation } from './rank-slots.js';
import { namedIn, peopleById, rangeOf, type SlotsInput, type SlotsQuery } from './slots-input.js';
import type { TimeSpan } from './time-span.js';

/** Where a meeting of any length could lie in one person's calendar: inside the hours and past notice, busy times and buffers. */
export interface PersonFree {
  readonly personId: string;
  readonly free: readonly TimeSpan[];
}

export interface QueryResult {
  /** Best first. */
  readonly slots: readonly FoundSlot[];
  /** Chosen among the slots; null when there are none. */
  readonly recommended: Recommendation | null;
  /** Whoever, or whichever role, being no longer required gives most slots more; null where nobody alone is in the way. */
  readonly bottleneck: (Culprit & { readonly slotsMore: number }) | null;
}

export interface SlotsResult extends QueryResult {
  /** Everybody named, in the order of the query. */
  readonly people: readonly PersonFree[];
  /** Null when there are slots. */
  readonly why: NoSlots | null;
}

/**
 * Times at which everybody required and every required role can meet. A slot is offered exactly when `checkSlot`
 * accepts it.
 *
 * Each person's free ticks are shortened by the length of the meeting before people are combined: two people's
 * adjoining time makes no slot.
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function findSlots(input: SlotsInput): SlotsResult {
  const named = namedIn(input);
  const people = peopleById(input.people, named);
  const build = (range: TimeSpan) => named.map((id) => new PersonTime(people.get(id)!, frameOf(range)));
  const times = build(rangeOf(input));
  const found = querySlots(input, times);
  const why = found.slots.length > 0 ? null : explainSlots(input, build(widestRange(input)));
  return { ...found, people: freeTimes(input, times), why };
}

/**
 * The same with people whose time is built already; their frames hold the range.
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function querySlots(query: SlotsQuery, people: readonly PersonTime[]): QueryResult {
  demand(Number.isInteger(query.limit) && query.limit > 0, 'limit', 'must be a whole number, 1 or more');
  const panel = new Panel(query, people);
  const slots = rankSlots(panel);
  return { slots, recommended: recommend(slots), bottleneck: gainsOf(panel)[0] ?? null };
}

/** Why a query has no slots; people whose frames hold `widestRange` tell what more weeks would give, too. */
export function explainSlots(query: SlotsQuery, people: readonly PersonTime[]): NoSlots {
  return explainNoSlots(new Panel(query, people), people);
}

/** Everybody's free time inside the range, in the order of the people. */
export function freeTimes(query: SlotsQuery, people: readonly PersonTime[]): PersonFree[] {
  return people.map((person) => ({ personId: person.id, free: freeSpans(query, person) }));
}

function freeSpans(query: SlotsQuery, person: PersonTime): TimeSpan[] {
  const { start, end } = rangeOf(query);
  const first = person.frame.firstDay * dayTicks;
  const free = person.startsOf(1).copy();
  const from = Math.max(start, earliestStart(person.rules, query.now));
  const to = Math.min(end, latestStart(person.rules, query.now) + tickMs);
  free.clip(Math.ceil(from / tickMs) - first, Math.floor(to / tickMs) - first);
  for (const closed of query.closed ?? []) free.clear(Math.floor(closed.start / tickMs) - first, Math.ceil(closed.end / tickMs) - first);
  const spans: TimeSpan[] = [];
  for (let tick = free.nextSet(0); tick < free.length; ) {
    const after = free.nextClear(tick);
    spans.push({ start: (first + tick) * tickMs, end: (first + after) * tickMs });
    tick = free.nextSet(after);
  }
  return spans;
}
