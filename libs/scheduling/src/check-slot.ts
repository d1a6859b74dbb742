import { coverRoles } from './cover-roles.js';
import { demand } from './errors.js';
import { MeetingDays } from './meeting-days.js';
import { clashOf, earliestStart, latestStart, type SchedulingPerson, tickMs, withinHours } from './person-time.js';
import { assertStep, namedIn, peopleById, type SlotsInput } from './slots-input.js';
import { isOnStartGrid } from './start-grid.js';
import { overlap, type TimeSpan } from './time-span.js';

/** In whose time there is no room. */
type PersonProblem = 'before_notice' | 'beyond_horizon' | 'outside_hours' | 'over_cap' | 'busy' | 'buffer';

/**
 * Of the meeting: in the past, off the grid of starts and lengths that slots are offered on, or touching a closed or
 * excluded time. Of a person: sooner than the notice, later than the horizon, outside the hours (leave included), in a
 * week or month that has enough, over another meeting, or closer to one than the buffers allow. Of a role: not enough
 * people.
 */
export type SlotProblemReason = 'in_past' | 'off_grid' | 'closed' | 'excluded' | 'role_missing' | PersonProblem;

export interface SlotProblem {
  /** Null for problems of the meeting or of a role. */
  readonly personId: string | null;
  /** Null but for `role_missing`. */
  readonly role: string | null;
  readonly reason: SlotProblemReason;
}

export type SlotCheck = { readonly ok: true } | { readonly ok: false; readonly problems: readonly SlotProblem[] };

/** A whole `SlotsInput` will do. */
export type SlotCheckInput = Pick<SlotsInput, 'people' | 'required' | 'needs' | 'closed' | 'excluded' | 'stepMinutes' | 'timeZone' | 'now'>;

/**
 * Whether a meeting may be booked, by the rules that `findSlots` offers times by. Tells everything that is in the way,
 * first of the meeting, then of each required person in turn, then of the required roles.
 * @param start epoch milliseconds
 * @param end epoch milliseconds
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function checkSlot(input: SlotCheckInput, start: number, end: number): SlotCheck {
  const { required, needs = [], now } = input;
  assertStep(input.stepMinutes);
  demand(start < end, 'end', 'must be after the start');
  const meeting = { start, end };
  const people = peopleById(input.people, namedIn({ required, needs, optional: [] }));
  const problems: SlotProblem[] = problemsOfMeeting(input, meeting).map((reason) => ({ personId: null, role: null, reason }));
  for (const personId of required) {
    for (const reason of problemsOf(people.get(personId)!, meeting, now)) problems.push({ personId, role: null, reason });
  }
  const present = [...people.values()].filter((person) => problemsOf(person, meeting, now).next().done).map(({ id }) => id);
  for (const role of coverRoles(needs, present).missing) problems.push({ personId: null, role, reason: 'role_missing' });
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

function problemsOfMeeting({ stepMinutes, timeZone, now, closed = [], excluded = [] }: SlotCheckInput, meeting: TimeSpan): SlotProblemReason[] {
  const { start, end } = meeting;
  const problems: SlotProblemReason[] = [];
  if (start <= now) problems.push('in_past');
  if (!isOnStartGrid(start, timeZone, stepMinutes) || (end - start) % tickMs !== 0) problems.push('off_grid');
  if (closed.some((span) => overlap(span, meeting))) problems.push('closed');
  if (excluded.some((span) => overlap(span, meeting))) problems.push('excluded');
  return problems;
}

function* problemsOf(person: SchedulingPerson, meeting: TimeSpan, now: number): Generator<PersonProblem> {
  if (meeting.start > now && meeting.start < earliestStart(person.rules, now)) yield 'before_notice';
  if (meeting.start > latestStart(person.rules, now)) yield 'beyond_horizon';
  if (!withinHours(person.rules, meeting)) yield 'outside_hours';
  if (new MeetingDays(person).isFull(meeting.start)) yield 'over_cap';
  const clash = clashOf(person, meeting);
  if (clash) yield clash;
}
