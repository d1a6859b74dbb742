import { AllButOne } from './all-but-one.js';
import { BitCounter, Bitmap } from './bitmap.js';
import { isSeveral, lowestOf, type RoleSeats, seatPeople } from './cover-roles.js';
import { dayTicks, earliestStart, type Frame, frameOf, latestStart, type PersonTime, tickMs, ticksInto } from './person-time.js';
import { assertStep, durationTicks, namedIn, peopleById, rangeOf, type SlotsQuery } from './slots-input.js';
import { startGrid } from './start-grid.js';
import { dayMs, type TimeSpan } from './time-span.js';

/** Somebody named in a query. */
export interface Member {
  readonly id: string;
  readonly time: PersonTime;
  /** Starts of meetings of the wanted length, as far as the present does not matter; they count from `from` to before `to`. */
  readonly starts: Bitmap;
  readonly from: number;
  readonly to: number;
  /** Bit `r`: candidate of role `r` of the needs. */
  readonly roles: number;
}

/** Somebody or some role without which there is no meeting. */
export interface Condition {
  /** Number of the role, or -1. */
  readonly role: number;
  /** Null for a role. */
  readonly personId: string | null;
  /** Ticks at which it may be met: there are enough candidates, though one of them may be wanted in another role. */
  readonly possible: Bitmap;
  /** Ticks at which it is met whatever the others need. The two differ only where somebody has several roles. */
  readonly certain: Bitmap;
}

/** The people of one query, tick by tick: where everybody required and every required role can meet. */
export class Panel {
  readonly frame: Frame;
  /** Length of the meeting in ticks. */
  readonly duration: number;
  readonly needs: readonly RoleSeats[];
  /** In the order of the request. */
  readonly members: readonly Member[];
  /** Starts that the range, the step and the present leave to everybody. */
  readonly onGrid: Bitmap;
  /** Those of them that touch nothing closed or excluded. */
  readonly candidates: Bitmap;
  /** First the people, then the roles. */
  readonly conditions: readonly Condition[];
  /** Starts at which everything required is there. */
  readonly feasible: Bitmap;
  /** Roles that are required. */
  private readonly required: number;
  /** Those who could take seats of several required roles. */
  private readonly versatile: readonly Member[];
  /** Candidates of each role, and those of them who are no candidates of another required role. */
  private readonly counters: readonly BitCounter[];
  private readonly others: readonly BitCounter[];
  private readonly possible: AllButOne;
  private readonly certain: AllButOne;
  /** Whether the roles can be covered, by who is present. */
  private readonly known = new Map<string, boolean>();

  /**
   * @param people everybody named in the query; their frames hold the range
   * @throws {InvalidTimeZoneError}
   * @throws {InvalidSchedulingInputError}
   */
  constructor(
    readonly query: SlotsQuery,
    people: readonly PersonTime[],
  ) {
    assertStep(query.stepMinutes);
    const named = namedIn(query);
    const byId = peopleById(people, named);
    const range = rangeOf(query);
    this.frame = frameOf(range);
    this.duration = durationTicks(query.durationMinutes);
    this.needs = query.needs ?? [];
    const masks = roleMasks(this.needs);
    this.members = named.map((id) => this.memberOf(byId.get(id)!, masks.get(id) ?? 0));
    this.onGrid = this.startsInside(range);
    this.candidates = this.onGrid.copy();
    for (const span of [...(query.closed ?? []), ...(query.excluded ?? [])]) this.forbid(span);
    this.required = maskOf(this.needs, (need) => need.required);
    this.versatile = this.members.filter(({ roles }) => isSeveral(roles & this.required));
    this.counters = this.count(({ roles }) => roles);
    this.others = this.versatile.length > 0 ? this.count(({ roles }) => (isSeveral(roles & this.required) ? 0 : roles & this.required)) : this.counters;
    this.conditions = this.findConditions();
    this.possible = new AllButOne(this.candidates, this.conditions.map(({ possible }) => possible));
    this.certain = this.versatile.length > 0 ? new AllButOne(this.candidates, this.conditions.map(({ certain }) => certain)) : this.possible;
    this.feasible = this.certain.all();
    if (this.versatile.length > 0) this.eachTick(this.possible.all().andNot(this.feasible), (tick) => this.covers(tick, -1) && this.feasible.set(tick));
  }

  instantOf(tick: number): number {
    return this.frame.firstDay * dayMs + tick * tickMs;
  }

  /** Whether a member can come to a meeting that starts at a tick. */
  comes({ starts, from, to }: Member, tick: number): boolean {
    return tick >= from && tick < to && starts.has(tick);
  }

  /** How many of the seats of a role find a candidate at a tick, as if nobody had another role. */
  candidatesAt(role: number, tick: number): number {
    return this.counters[role]!.at(tick);
  }

  /** How many starts there would be more if a condition were none. */
  gain({ role, possible, certain }: Condition): number {
    if (this.versatile.length === 0) return this.certain.countLacking(certain);
    const more = this.certain.without(certain).andNot(this.feasible);
    let gain = more.count();
    const open = this.possible.without(possible).andNot(this.feasible).andNot(more);
    this.eachTick(open, (tick) => this.covers(tick, role) && (gain += 1));
    return gain;
  }

  eachTick(ticks: Bitmap, visit: (tick: number) => unknown): void {
    for (let tick = ticks.nextSet(0); tick < ticks.length; tick = ticks.nextSet(tick + 1)) visit(tick);
  }

  private memberOf(time: PersonTime, roles: number): Member {
    const { now } = this.query;
    const first = this.frame.firstDay * dayTicks;
    return {
      id: time.id,
      time,
      starts: time.startsOf(this.duration).view(ticksInto(this.frame, time.frame), this.frame.days * dayTicks),
      from: Math.max(0, Math.ceil(earliestStart(time.rules, now) / tickMs) - first),
      to: Math.max(0, Math.floor(latestStart(time.rules, now) / tickMs) + 1 - first),
      roles,
    };
  }

  private startsInside({ start, end }: TimeSpan): Bitmap {
    const { timeZone, stepMinutes, now } = this.query;
    const first = this.frame.firstDay * dayTicks;
    return startGrid(timeZone, stepMinutes, this.frame)
      .copy()
      .clip(Math.max(Math.ceil(start / tickMs), Math.floor(now / tickMs) + 1) - first, Math.floor(end / tickMs) - first - this.duration + 1);
  }

  private forbid({ start, end }: TimeSpan): void {
    const first = this.frame.firstDay * dayTicks;
    this.candidates.clear(Math.floor(start / tickMs) - first - this.duration + 1, Math.ceil(end / tickMs) - first);
  }

  /** Counts for each role who could come, of the roles that `rolesOf` leaves to a member. */
  private count(rolesOf: (member: Member) => number): BitCounter[] {
    const counters = this.needs.map(({ k }) => new BitCounter(this.candidates.length, k));
    for (const member of this.members) {
      for (let roles = rolesOf(member); roles !== 0; roles &= roles - 1) {
        counters[lowestOf(roles)]!.add(member.starts, member.from, member.to);
      }
    }
    return counters;
  }

  private findConditions(): Condition[] {
    const people = this.members.slice(0, this.query.required.length).map(({ id, starts, from, to }): Condition => {
      const own = starts.copy().clip(from, to);
      return { role: -1, personId: id, possible: own, certain: own };
    });
    const counters = this.versatile.length > 0 ? this.count((member) => this.rarest(member.roles & this.required)) : this.counters;
    const roles = this.needs.flatMap((need, role): Condition[] =>
      need.required ? [{ role, personId: null, possible: this.counters[role]!.atLeast(need.k), certain: counters[role]!.atLeast(need.k) }] : [],
    );
    return [...people, ...roles];
  }

  /** The one of several roles that has the fewest candidates to spare. */
  private rarest(roles: number): number {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let left = roles; left !== 0; left &= left - 1) {
      const { candidates, k } = this.needs[lowestOf(left)]!;
      if (candidates.length - k < least) [best, least] = [left & -left, candidates.length - k];
    }
    return best;
  }

  /**
   * Whether distinct people take the seats of all required roles but one (-1: of all). Those who have one role only are
   * seated first: nobody else loses by that.
   */
  private covers(tick: number, exceptRole: number): boolean {
    const left = this.needs.map(({ k }, role) => (role !== exceptRole && this.required & (1 << role) ? k - this.others[role]!.at(tick) : 0));
    const present = this.versatile.filter((member) => this.comes(member, tick));
    const key = `${left.join()} ${present.map(({ roles }) => roles).join()}`;
    let covered = this.known.get(key);
    if (covered === undefined) {
      const seats = left.map((k) => ({ k, required: true }));
      const seated = seatPeople(seats, present.map(({ roles }) => roles)).filter((role) => role >= 0).length;
      covered = seated === left.reduce((sum, k) => sum + k, 0);
      this.known.set(key, covered);
    }
    return covered;
  }
}

function maskOf(needs: readonly RoleSeats[], wanted: (need: RoleSeats, role: number) => boolean): number {
  return needs.reduce((mask, need, role) => (wanted(need, role) ? mask | (1 << role) : mask), 0);
}

function roleMasks(needs: readonly RoleSeats[]): ReadonlyMap<string, number> {
  const masks = new Map<string, number>();
  needs.forEach(({ candidates }, role) => {
    for (const id of candidates) masks.set(id, (masks.get(id) ?? 0) | (1 << role));
  });
  return masks;
}
