import { openSpans } from './availability-rules.js';
import { Bitmap } from './bitmap.js';
import { isSeveral, lowestOf, seatPeople } from './cover-roles.js';
import type { Panel } from './panel.js';
import { dayTicks, frameSpan, tickMs } from './person-time.js';

/** A time that suits everybody required and fills every required role, in epoch milliseconds. */
export interface FoundSlot {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Optional people who cannot come, in the order of the query. */
  readonly missing: readonly string[];
  /** Who would take the seats of each role, in the order of the query; too few where an optional role stays open. */
  readonly seats: readonly { readonly role: string; readonly personIds: readonly string[] }[];
  /** What the order rests on, weightiest first. */
  readonly rank: {
    /** Optional people and optional seats that stay empty. */
    readonly missing: number;
    readonly outsidePreferred: boolean;
    /** Meetings that those who would come have on that day already, each on the day of the own zone. */
    readonly load: number;
  };
}

/** The slot to take, and what it is better at than the earliest of the others; `everybody`: nobody wanted is missing. */
export interface Recommendation {
  readonly startsAt: number;
  readonly reason: 'everybody' | 'preferred' | 'even_load' | 'earliest';
}

/**
 * The best slots: fewest missing, then inside the preferred windows, then the earliest. Seats go to those who come in
 * any case, then to those with the fewest meetings on that day, then in the order of the query.
 */
export function rankSlots(panel: Panel): FoundSlot[] {
  const { feasible, query } = panel;
  const outside = outsidePreferred(panel);
  const shelves: number[][] = [];
  for (let tick = feasible.nextSet(0); tick < feasible.length; tick = feasible.nextSet(tick + 1)) {
    const shelf = (shelves[2 * missingAt(panel, tick) + (outside?.has(tick) ? 1 : 0)] ??= []);
    if (shelf.length < query.limit) shelf.push(tick);
    if (shelves[0]?.length === query.limit) break;
  }
  const ticks = shelves.flat().slice(0, query.limit);
  const seats = seatsAt(panel, ticks);
  return ticks.map((tick, slot) => describe(panel, tick, seats[slot]!, outside?.has(tick) ?? false));
}

/** Of slots in their order, the one that also spreads the work most evenly; null when there is none. */
export function recommend(slots: readonly FoundSlot[]): Recommendation | null {
  const best = slots.toSorted((one, other) => compare(one, other) || one.startsAt - other.startsAt)[0];
  if (!best) return null;
  const earliest = slots.filter((slot) => slot !== best).reduce<FoundSlot | null>((first, slot) => (first && first.startsAt < slot.startsAt ? first : slot), null);
  return { startsAt: best.startsAt, reason: earliest && earliest.startsAt < best.startsAt ? advantage(best, earliest) : 'earliest' };
}

function compare({ rank: one }: FoundSlot, { rank: other }: FoundSlot): number {
  return one.missing - other.missing || Number(one.outsidePreferred) - Number(other.outsidePreferred) || one.load - other.load;
}

function advantage({ rank: best }: FoundSlot, { rank: earliest }: FoundSlot): Recommendation['reason'] {
  if (best.missing === 0 && earliest.missing > 0) return 'everybody';
  if (!best.outsidePreferred && earliest.outsidePreferred) return 'preferred';
  return best.load < earliest.load ? 'even_load' : 'earliest';
}

/** Starts of meetings that leave the preferred windows; null when none are told. */
function outsidePreferred({ query, frame, duration }: Panel): Bitmap | null {
  const { preferred = [], timeZone } = query;
  if (preferred.length === 0) return null;
  const range = frameSpan(frame);
  const inside = new Bitmap(frame.days * dayTicks);
  const rules = { timeZone, weekly: preferred, minimumNoticeMinutes: 0, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 };
  for (const { start, end } of openSpans(rules, range.start, range.end)) {
    inside.fill(Math.ceil((start - range.start) / tickMs), Math.floor((end - range.start) / tickMs));
  }
  return new Bitmap(inside.length).fill(0, inside.length).andNot(inside.erode(duration));
}

/** Optional people and optional seats that stay empty. */
function missingAt(panel: Panel, tick: number): number {
  const { members, needs, query } = panel;
  const first = query.required.length;
  let missing = 0;
  for (let index = first; index < first + query.optional.length; index++) if (!panel.comes(members[index]!, tick)) missing += 1;
  if (needs.every((need) => need.required)) return missing;
  const taken = members.some(({ roles }) => isSeveral(roles)) ? seatsAt(panel, [tick])[0]!.map((people) => people.length) : needs.map((_, role) => panel.candidatesAt(role, tick));
  return needs.reduce((sum, { k }, role) => sum + k - taken[role]!, missing);
}

function describe(panel: Panel, tick: number, seats: readonly (readonly number[])[], outside: boolean): FoundSlot {
  const { members, needs, query, duration } = panel;
  const listed = query.required.length + query.optional.length;
  const startsAt = panel.instantOf(tick);
  const missing: string[] = [];
  let load = 0;
  for (let index = 0; index < listed; index++) {
    if (panel.comes(members[index]!, tick)) load += members[index]!.time.loadAt(startsAt);
    else missing.push(members[index]!.id);
  }
  let openSeats = 0;
  const taken = needs.map(({ role, k }, number) => {
    const personIds = seats[number]!.map((index) => {
      if (index >= listed) load += members[index]!.time.loadAt(startsAt);
      return members[index]!.id;
    });
    openSeats += k - personIds.length;
    return { role, personIds };
  });
  const rank = { missing: missing.length + openSeats, outsidePreferred: outside, load };
  return { startsAt, endsAt: startsAt + duration * tickMs, missing, seats: taken, rank };
}

/**
 * Who (by number of the member) sits where in meetings that start at the ticks, role by role. Looks at the times of one
 * member after the other: those of one lie together in memory.
 */
function seatsAt(panel: Panel, ticks: readonly number[]): number[][][] {
  return panel.members.some(({ roles }) => isSeveral(roles)) ? matchedSeats(panel, ticks) : firstSeats(panel, ticks);
}

/** Where nobody has several roles, the first of each role sit. */
function firstSeats(panel: Panel, ticks: readonly number[]): number[][][] {
  const { needs, members } = panel;
  const seats = ticks.map(() => needs.map((): number[] => []));
  /** The turns of those who sit, beside them. */
  const turns = ticks.map(() => needs.map((): number[] => []));
  eachPresent(panel, ticks, (index, slot, turn) => {
    const role = lowestOf(members[index]!.roles);
    const [sitting, before] = [seats[slot]![role]!, turns[slot]![role]!];
    const full = sitting.length === needs[role]!.k;
    if (full && before.at(-1)! <= turn) return;
    if (full) for (const row of [sitting, before]) row.pop();
    let place = sitting.length;
    while (place > 0 && before[place - 1]! > turn) place -= 1;
    sitting.splice(place, 0, index);
    before.splice(place, 0, turn);
  });
  return seats;
}

/** Where somebody has several roles, people are matched to seats in their turn. */
function matchedSeats(panel: Panel, ticks: readonly number[]): number[][][] {
  const { members, needs } = panel;
  const waiting: number[][][] = ticks.map(() => []);
  eachPresent(panel, ticks, (index, slot, turn) => {
    const turns = waiting[slot]!;
    while (turns.length <= turn) turns.push([]);
    turns[turn]!.push(index);
  });
  return waiting.map((turns) => {
    const present = turns.flat();
    const seats: number[][] = needs.map(() => []);
    seatPeople(needs, present.map((index) => members[index]!.roles)).forEach((role, at) => role >= 0 && seats[role]!.push(present[at]!));
    return seats;
  });
}

/**
 * Visits each candidate of a role, in the order of the query, at each tick they come to. The lower the turn, the sooner
 * somebody sits: 0 for those who come in any case, then by the meetings of the day.
 */
function eachPresent(panel: Panel, ticks: readonly number[], visit: (index: number, slot: number, turn: number) => void): void {
  const { members, query } = panel;
  const listed = query.required.length + query.optional.length;
  members.forEach((member, index) => {
    if (member.roles === 0) return;
    for (let slot = 0; slot < ticks.length; slot++) {
      const tick = ticks[slot]!;
      if (panel.comes(member, tick)) visit(index, slot, index < listed ? 0 : 1 + member.time.loadAt(panel.instantOf(tick)));
    }
  });
}
