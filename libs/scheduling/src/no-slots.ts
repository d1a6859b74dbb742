import type { Bitmap } from './bitmap.js';
import { type Member, Panel } from './panel.js';
import { dayTicks, frameSpan, type PersonTime, tickMs, ticksInto } from './person-time.js';
import { rangeOf, type SlotsQuery } from './slots-input.js';
import type { TimeSpan } from './time-span.js';
import { dateOf, startOfDay, wallDay } from './wall-days.js';

/**
 * What stands in the way. Of a person or a whole role: no hours in the range, hours shorter than the meeting, the
 * notice, the horizon, the cap, or what is in the calendar (buffers included). Of a role: too few who could come at
 * once. Of nobody: the range holds no start, all of it is closed, or each has time, but never together.
 */
export type NoSlotReason =
  | 'range_too_short'
  | 'no_hours'
  | 'hours_too_short'
  | 'notice'
  | 'horizon'
  | 'cap'
  | 'closed'
  | 'busy'
  | 'too_few'
  | 'no_common_time';

/** A role, or a person; neither for what lies with nobody alone. */
export interface Culprit {
  readonly role: string | null;
  readonly personId: string | null;
}

/** A change that gives some slots, and how many: a shorter meeting, days up to the one before `to`, or one wish less. */
export type Relaxation =
  | { readonly kind: 'shorter'; readonly durationMinutes: number; readonly slots: number }
  | { readonly kind: 'wider'; readonly to: string; readonly slots: number }
  | ({ readonly kind: 'optional'; readonly slots: number } & Culprit);

/** Why no time fits. */
export interface NoSlots {
  readonly reasons: readonly (Culprit & { readonly reason: NoSlotReason })[];
  /** Shorter, wider, then what could be optional, the one that gives most first. */
  readonly relaxations: readonly Relaxation[];
}

/** How many weeks more are looked at. */
const widestWeeks = 8;

const nobody: Culprit = { role: null, personId: null };

/**
 * Explains why a query has no slots.
 * @param people everybody named; a wider range is looked at as far as their frames reach
 */
export function explainNoSlots(panel: Panel, people: readonly PersonTime[]): NoSlots {
  const { query } = panel;
  return {
    reasons: reasonsOf(panel),
    relaxations: [...shorter(query, people), ...wider(query, people), ...wishesLess(panel)],
  };
}

/** What each condition of a panel is called, and how many slots more there would be without it, most first. */
export function gainsOf(panel: Panel): (Culprit & { readonly slotsMore: number })[] {
  return panel.conditions
    .map((condition) => ({ role: panel.needs[condition.role]?.role ?? null, personId: condition.personId, slotsMore: panel.gain(condition) }))
    .filter(({ slotsMore }) => slotsMore > 0)
    .sort((one, other) => other.slotsMore - one.slotsMore);
}

function reasonsOf(panel: Panel): NoSlots['reasons'] {
  if (panel.onGrid.count() === 0) return [{ ...nobody, reason: 'range_too_short' }];
  if (panel.candidates.count() === 0) return [{ ...nobody, reason: (panel.query.closed ?? []).length > 0 ? 'closed' : 'range_too_short' }];
  const reasons = panel.conditions.flatMap(({ role, personId, possible }) => {
    if (possible.copy().and(panel.candidates).count() > 0) return [];
    const members = panel.members.filter((member) => (personId === null ? (member.roles & (1 << role)) !== 0 : member.id === personId));
    const each = new Set(members.map((member) => reasonOf(panel, member)));
    const [reason] = each;
    return [{ role: panel.needs[role]?.role ?? null, personId, reason: each.size === 1 && reason ? reason : ('too_few' as const) }];
  });
  return reasons.length > 0 ? reasons : [{ ...nobody, reason: 'no_common_time' }];
}

/** Why somebody can come at none of the candidate starts; null when they can come at some. */
function reasonOf(panel: Panel, { time, starts, from, to }: Member): NoSlotReason | null {
  const within = (bits: Bitmap) => bits.view(ticksInto(panel.frame, time.frame), panel.frame.days * dayTicks).copy();
  const leaves = (bits: Bitmap, first = 0, end = bits.length) => bits.copy().clip(first, end).and(panel.candidates).count() > 0;
  if (leaves(starts, from, to)) return null;
  const inHours = within(time.hours.copy().erode(panel.duration));
  if (!leaves(inHours)) return hasHours(panel, within(time.hours)) ? 'hours_too_short' : 'no_hours';
  if (!leaves(inHours, from)) return 'notice';
  if (!leaves(inHours, from, to)) return 'horizon';
  return leaves(within(time.free.copy().erode(panel.duration)), from, to) ? 'cap' : 'busy';
}

function hasHours(panel: Panel, hours: Bitmap): boolean {
  const { start, end } = rangeOf(panel.query);
  const first = panel.instantOf(0);
  return hours.clip(Math.ceil((start - first) / tickMs), Math.floor((end - first) / tickMs)).count() > 0;
}

/** The next shorter quarter of an hour that gives some. */
function shorter(query: SlotsQuery, people: readonly PersonTime[]): Relaxation[] {
  for (let durationMinutes = 15 * (Math.ceil(query.durationMinutes / 15) - 1); durationMinutes >= 15; durationMinutes -= 15) {
    const slots = new Panel({ ...query, durationMinutes }, people).feasible.count();
    if (slots > 0) return [{ kind: 'shorter', durationMinutes, slots }];
  }
  return [];
}

/** The fewest weeks more that give some. */
function wider(query: SlotsQuery, people: readonly PersonTime[]): Relaxation[] {
  const { start, end } = rangeOf(query);
  const known = Math.min(...people.map(({ frame }) => frameSpan(frame).end));
  const after = wallDay(query.timeZone, end - 1) + 1;
  for (let weeks = 1; weeks <= widestWeeks; weeks++) {
    const to = startOfDay(query.timeZone, after + 7 * weeks);
    if (to > known) return [];
    const slots = new Panel({ ...query, range: { from: start, to } }, people).feasible.count();
    if (slots > 0) return [{ kind: 'wider', to: dateOf(after + 7 * weeks), slots }];
  }
  return [];
}

/** The range with the weeks more that an explanation looks at. */
export function widestRange(query: Pick<SlotsQuery, 'range' | 'timeZone'>): TimeSpan {
  const { start, end } = rangeOf(query);
  return { start, end: startOfDay(query.timeZone, wallDay(query.timeZone, end - 1) + 1 + 7 * widestWeeks) };
}

function wishesLess(panel: Panel): Relaxation[] {
  return gainsOf(panel).map(({ slotsMore, ...culprit }) => ({ kind: 'optional', ...culprit, slots: slotsMore }));
}
