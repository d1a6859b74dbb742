import { demand } from './errors.js';

/** Seats of one role and who could take them. */
export interface RoleSeats {
  /** Names the role; each once. */
  readonly role: string;
  /** How many seats. */
  readonly k: number;
  /** Whether there is no meeting while a seat is empty. */
  readonly required: boolean;
  /** Ids. A person may be a candidate of several roles and takes one seat. */
  readonly candidates: readonly string[];
}

/** Who sits where. */
export interface RoleCover {
  /** The people of each role, in the order they were given; fewer than `k` where the role stays open. */
  readonly seats: ReadonlyMap<string, readonly string[]>;
  /** Required roles with an empty seat. */
  readonly missing: readonly string[];
  /** Optional roles with an empty seat. */
  readonly open: readonly string[];
}

/**
 * Seats people so that as many seats of required roles as possible are taken, and then as many of optional roles.
 * @param present who is there, each once; where there are more people than seats, those named earlier sit
 * @throws {InvalidSchedulingInputError} more than 31 roles, or a role twice
 */
export function coverRoles(needs: readonly RoleSeats[], present: readonly string[]): RoleCover {
  assertRoles(needs);
  const rolesOf = new Map<string, number>(present.map((id) => [id, 0]));
  needs.forEach(({ candidates }, role) => {
    for (const id of candidates) if (rolesOf.has(id)) rolesOf.set(id, rolesOf.get(id)! | (1 << role));
  });
  const seated = seatPeople(needs, [...rolesOf.values()]);
  const seats = new Map(needs.map(({ role }) => [role, [] as string[]]));
  [...rolesOf.keys()].forEach((id, person) => {
    if (seated[person]! >= 0) seats.get(needs[seated[person]!]!.role)!.push(id);
  });
  const unfilled = (required: boolean) => needs.filter((need) => need.required === required && seats.get(need.role)!.length < need.k).map(({ role }) => role);
  return { seats, missing: unfilled(true), open: unfilled(false) };
}

/** @throws {InvalidSchedulingInputError} */
export function assertRoles(needs: readonly RoleSeats[]): void {
  demand(needs.length <= 31, 'needs', 'must not name more than 31 roles');
  demand(new Set(needs.map(({ role }) => role)).size === needs.length, 'needs', 'names a role twice');
  needs.forEach(({ k }, index) => demand(Number.isSafeInteger(k) && k > 0, `needs[${index}].k`, 'must be a whole number, 1 or more'));
}

/**
 * The same by number: bit `r` of `rolesOf[p]` says that person `p` is a candidate of role `r`; the answer holds the
 * role each person sits in, or -1.
 *
 * People come one after the other and sit where a seat is free or can be made free by moving others: whoever sits keeps
 * a seat, and whoever finds none at their turn finds none later. That seats as many as possible, the earlier ones first.
 */
export function seatPeople(needs: readonly Pick<RoleSeats, 'k' | 'required'>[], rolesOf: readonly number[]): Int8Array {
  const seated = new Int8Array(rolesOf.length).fill(-1);
  const left: number[] = [];
  let required = 0;
  for (let role = 0; role < needs.length; role++) {
    left.push(needs[role]!.k);
    if (needs[role]!.required) required |= 1 << role;
  }
  seatIn(required, rolesOf, seated, left);
  seatIn(-1, rolesOf, seated, left);
  return seated;
}

/** Seats those without a seat in the allowed roles, as far as seats are left. */
function seatIn(allowed: number, rolesOf: readonly number[], seated: Int8Array, left: number[]): void {
  /** Roles with an empty seat, and roles in which somebody may sit who could move over to another. */
  let [empty, movable] = [0, 0];
  left.forEach((seats, role) => seats > 0 && (empty |= allowed & (1 << role)));
  seated.forEach((role, person) => role >= 0 && isSeveral(rolesOf[person]! & allowed) && (movable |= rolesOf[person]! & allowed));
  for (let person = 0; person < rolesOf.length && empty !== 0; person++) {
    const roles = rolesOf[person]! & allowed;
    if (seated[person] !== -1 || (roles & (empty | movable)) === 0) continue;
    const open = roles & empty;
    const filled = open !== 0 ? sit(person, lowestOf(open), seated, left) : trySeat(person, rolesOf, allowed, seated, left);
    if (filled >= 0 && left[filled] === 0) empty &= ~(1 << filled);
    if (isSeveral(roles)) movable |= roles;
  }
}

function sit(person: number, role: number, seated: Int8Array, left: number[]): number {
  seated[person] = role;
  left[role]! -= 1;
  return role;
}

/**
 * Looks breadth first for the shortest row of people who each move over by one role, ending at an empty seat.
 * @returns the role whose seat was empty, or -1
 */
function trySeat(newcomer: number, rolesOf: readonly number[], allowed: number, seated: Int8Array, left: number[]): number {
  /** Who would move into a role looked at; the one who made it worth a look. */
  const mover = new Map<number, number>();
  const look = (person: number): void => {
    for (let roles = rolesOf[person]! & allowed; roles !== 0; roles &= roles - 1) {
      const role = lowestOf(roles);
      if (!mover.has(role)) mover.set(role, person);
    }
  };
  look(newcomer);
  // A map hands out what is added while it is walked.
  for (const role of mover.keys()) {
    if (left[role]! > 0) {
      left[role]! -= 1;
      moveOver(newcomer, role, mover, seated);
      return role;
    }
    seated.forEach((at, person) => at === role && look(person));
  }
  return -1;
}

function moveOver(newcomer: number, role: number, mover: ReadonlyMap<number, number>, seated: Int8Array): void {
  for (let to = role, person = -1; person !== newcomer; ) {
    person = mover.get(to)!;
    const from = seated[person]!;
    seated[person] = to;
    to = from;
  }
}

/** Whether a mask names more than one role. */
export function isSeveral(roles: number): boolean {
  return (roles & (roles - 1)) !== 0;
}

/** Number of the first role of a mask. */
export function lowestOf(roles: number): number {
  return 31 - Math.clz32(roles & -roles);
}
