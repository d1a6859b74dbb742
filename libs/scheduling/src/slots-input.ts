import type { WeeklyHours } from './availability-rules.js';
import { assertRoles, type RoleSeats } from './cover-roles.js';
import { demand } from './errors.js';
import { dateRange } from './local-time.js';
import { type SchedulingPerson, tickMs } from './person-time.js';
import { dayMs, minuteMs, type TimeSpan } from './time-span.js';

/** Half-open: instants (epoch milliseconds), or dates (`YYYY-MM-DD`, the last one not included) in the zone of the input. */
export type SlotRange = { readonly from: number; readonly to: number } | { readonly from: string; readonly to: string };

/** Who meets, for how long and when. */
export interface SlotsQuery {
  /** Ids of those without whom there is no meeting. Somebody must be required, here or in `needs`. */
  readonly required: readonly string[];
  /** Ids of those who are wanted. */
  readonly optional: readonly string[];
  /** Roles of the panel. Whoever is named above may take a seat too. */
  readonly needs?: readonly RoleSeats[];
  /** A multiple of 5. */
  readonly durationMinutes: number;
  /** A multiple of 5 that divides the day: meetings start where the requester's clock shows a multiple of it. */
  readonly stepMinutes: number;
  /** IANA zone of the requester: of the step, of a range of dates, and of the preferred windows. */
  readonly timeZone: string;
  /** At most 400 days. Meetings lie in it from beginning to end. */
  readonly range: SlotRange;
  /** Meetings inside one of these windows (from beginning to end) come first. */
  readonly preferred?: readonly WeeklyHours[];
  /** Meetings that touch one of these are not offered: the requester's wish. */
  readonly excluded?: readonly TimeSpan[];
  /** The same: nobody can be booked then. */
  readonly closed?: readonly TimeSpan[];
  /** The present, in epoch milliseconds; meetings start after it. */
  readonly now: number;
  /** How many slots are wanted at most. */
  readonly limit: number;
}

export interface SlotsInput extends SlotsQuery {
  /** Everybody named in the query. */
  readonly people: readonly SchedulingPerson[];
}

const longestRangeMs = 400 * dayMs;

/**
 * Everybody named in a query, each once, in the order of the request.
 * @throws {InvalidSchedulingInputError}
 */
export function namedIn({ required, optional, needs = [] }: Pick<SlotsQuery, 'required' | 'optional' | 'needs'>): string[] {
  demand(required.length > 0 || needs.some((need) => need.required), 'required', 'must name somebody');
  const listed = new Set([...required, ...optional]);
  demand(listed.size === required.length + optional.length, 'required', 'or optional names somebody twice');
  assertRoles(needs);
  return [...new Set([...listed, ...needs.flatMap(({ candidates }) => candidates)])];
}

/** @throws {InvalidSchedulingInputError} a person twice, or an id without a person */
export function peopleById<Person extends { readonly id: string }>(people: readonly Person[], named: readonly string[]): ReadonlyMap<string, Person> {
  const byId = new Map(people.map((person) => [person.id, person]));
  demand(byId.size === people.length, 'people', 'names somebody twice');
  for (const id of named) demand(byId.has(id), 'people', `lacks ${id}`);
  return byId;
}

/** @throws {InvalidSchedulingInputError} */
export function assertStep(stepMinutes: number): void {
  const whole = stepMinutes > 0 && (stepMinutes * minuteMs) % tickMs === 0;
  demand(whole && 1440 % stepMinutes === 0, 'stepMinutes', 'must be a multiple of 5 that divides the day');
}

/**
 * The length of the meeting in ticks.
 * @throws {InvalidSchedulingInputError}
 */
export function durationTicks(durationMinutes: number): number {
  const ticks = (durationMinutes * minuteMs) / tickMs;
  demand(Number.isInteger(ticks) && ticks > 0, 'durationMinutes', 'must be a multiple of 5');
  return ticks;
}

/**
 * The range as instants.
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function rangeOf({ range, timeZone }: Pick<SlotsQuery, 'range' | 'timeZone'>): TimeSpan {
  const span = typeof range.from === 'string' ? dateRange(range.from, range.to as string, timeZone) : { start: range.from, end: range.to as number };
  demand(span.start < span.end, 'range.to', 'must be after range.from');
  demand(span.end - span.start <= longestRangeMs, 'range', 'must not be longer than 400 days');
  return span;
}
