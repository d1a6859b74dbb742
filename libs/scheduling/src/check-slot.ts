import { demand } from './errors.js';
import { clashOf, earliestStart, type SchedulingPerson, tickMs, withinHours } from './person-time.js';
import { assertStep, peopleById, type SlotsInput } from './slots-input.js';
import { isOnStartGrid } from './start-grid.js';
import type { TimeSpan } from './time-span.js';

/**
 * Of the meeting: in the past, or off the grid of starts and lengths that slots are offered on. Of a person: sooner
 * than the notice, outside the hours, over another meeting, or closer to one than the buffers allow.
 */
export type SlotProblemReason = 'in_past' | 'off_grid' | 'before_notice' | 'outside_hours' | 'busy' | 'buffer';

export interface SlotProblem {
  /** Null for problems of the meeting itself. */
  readonly personId: string | null;
  readonly reason: SlotProblemReason;
}

export type SlotCheck = { readonly ok: true } | { readonly ok: false; readonly problems: readonly SlotProblem[] };

/** A whole `SlotsInput` will do. */
export type SlotCheckInput = Pick<SlotsInput, 'people' | 'required' | 'stepMinutes' | 'timeZone' | 'now'>;

/**
 * Whether a meeting may be booked, by the rules that `findSlots` offers times by. Tells everything that is in the way,
 * first of the meeting, then of each required person in turn.
 * @param start epoch milliseconds
 * @param end epoch milliseconds
 * @throws {InvalidTimeZoneError}
 * @throws {InvalidSchedulingInputError}
 */
export function checkSlot(input: SlotCheckInput, start: number, end: number): SlotCheck {
  const { required, stepMinutes, timeZone, now } = input;
  assertStep(stepMinutes);
  demand(required.length > 0, 'required', 'must name somebody');
  demand(start < end, 'end', 'must be after the start');
  const people = peopleById(input.people, required);
  const problems: SlotProblem[] = [];
  if (start <= now) problems.push({ personId: null, reason: 'in_past' });
  if (!isOnStartGrid(start, timeZone, stepMinutes) || (end - start) % tickMs !== 0) problems.push({ personId: null, reason: 'off_grid' });
  for (const personId of required) {
    for (const reason of problemsOf(people.get(personId)!, { start, end }, now)) problems.push({ personId, reason });
  }
  return problems.length === 0 ? { ok: true } : { ok: false, problems };
}

function* problemsOf(person: SchedulingPerson, meeting: TimeSpan, now: number): Generator<SlotProblemReason> {
  if (meeting.start > now && meeting.start < earliestStart(person.rules, now)) yield 'before_notice';
  if (!withinHours(person.rules, meeting)) yield 'outside_hours';
  const clash = clashOf(person, meeting);
  if (clash) yield clash;
}
