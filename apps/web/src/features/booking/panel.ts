import type { PanelNeed, ParticipantInput, PersonCard, RoleNeed, Slot } from '@app/contracts';

/** A role of the panel; each person has one place in it at most. */
export interface PanelRole {
  /** Code of a profession. */
  role: string;
  /** How many seats. */
  k: number;
  /** Whether there is no meeting without it. */
  required: boolean;
  candidates: readonly string[];
  /** Asked when the candidates can no longer fill the seats. */
  substitutes: readonly string[];
}

/** Who is wanted: people in the order they were added, the roles they could take, and who is wanted whatever their role. */
export interface Panel {
  members: readonly string[];
  roles: readonly PanelRole[];
  fixed: readonly ParticipantInput[];
}

export type RolePlace = 'candidate' | 'substitute' | null;
export type FixedPlace = 'required' | 'optional' | null;

export const emptyPanel: Panel = { members: [], roles: [], fixed: [] };
/** Candidates of a panel, at most: more do not fit a matrix that a person can read. */
export const mostMembers = 40;
/** Seats of one meeting besides the person who asks. */
export const mostSeats = 11;

/** Adds somebody as a candidate of their own profession; without one, as somebody who is needed. */
export function withPerson(panel: Panel, { personId, profession }: Pick<PersonCard, 'personId' | 'profession'>): Panel {
  if (panel.members.includes(personId)) return panel;
  const members = [...panel.members, personId];
  if (profession === null) return { ...panel, members, fixed: [...panel.fixed, { personId, required: true }] };
  return inRole({ ...withRole(panel, profession.code), members }, profession.code, personId, 'candidate');
}

export function withoutPerson(panel: Panel, personId: string): Panel {
  const others = (ids: readonly string[]) => ids.filter((id) => id !== personId);
  return {
    members: others(panel.members),
    roles: panel.roles.map((one) => ({ ...one, candidates: others(one.candidates), substitutes: others(one.substitutes) })),
    fixed: panel.fixed.filter((one) => one.personId !== personId),
  };
}

export function withRole(panel: Panel, role: string): Panel {
  if (panel.roles.some((one) => one.role === role)) return panel;
  return { ...panel, roles: [...panel.roles, { role, k: 1, required: true, candidates: [], substitutes: [] }] };
}

/** Without the role, and without those who had no other place. */
export function withoutRole(panel: Panel, role: string): Panel {
  const left = { ...panel, roles: panel.roles.filter((one) => one.role !== role) };
  const placed = (personId: string) => left.fixed.some((one) => one.personId === personId) || left.roles.some((one) => placeIn(one, personId) !== null);
  return { ...left, members: panel.members.filter(placed) };
}

export function changeRole(panel: Panel, role: string, change: Partial<Pick<PanelRole, 'k' | 'required'>>): Panel {
  return { ...panel, roles: panel.roles.map((one) => (one.role === role ? { ...one, ...change } : one)) };
}

export function placeIn({ candidates, substitutes }: PanelRole, personId: string): RolePlace {
  if (candidates.includes(personId)) return 'candidate';
  return substitutes.includes(personId) ? 'substitute' : null;
}

export function inRole(panel: Panel, role: string, personId: string, place: RolePlace): Panel {
  const put = (ids: readonly string[], wanted: boolean) => [...ids.filter((id) => id !== personId), ...(wanted ? [personId] : [])];
  return {
    ...panel,
    roles: panel.roles.map((one) =>
      one.role === role ? { ...one, candidates: put(one.candidates, place === 'candidate'), substitutes: put(one.substitutes, place === 'substitute') } : one,
    ),
  };
}

export function fixedPlace({ fixed }: Panel, personId: string): FixedPlace {
  const found = fixed.find((one) => one.personId === personId);
  return found === undefined ? null : found.required ? 'required' : 'optional';
}

export function asFixed(panel: Panel, personId: string, place: FixedPlace): Panel {
  const others = panel.fixed.filter((one) => one.personId !== personId);
  return { ...panel, fixed: place === null ? others : [...others, { personId, required: place === 'required' }] };
}

/** What a time is searched for; a role that nobody could take yet is left out. */
export function needsOf({ roles }: Panel): RoleNeed[] {
  return roles.filter(({ candidates }) => candidates.length > 0).map(({ role, k, required, candidates }) => ({ role, k, required, candidates: [...candidates] }));
}

/** The same with the substitutes, for times that are held; who is asked anyway is nobody's substitute. */
export function panelNeedsOf({ roles, fixed }: Panel): PanelNeed[] {
  const asked = new Set([...fixed.map(({ personId }) => personId), ...roles.flatMap(({ candidates }) => candidates)]);
  return roles
    .filter(({ candidates }) => candidates.length > 0)
    .map(({ role, k, required, candidates, substitutes }) => ({ role, k, required, candidates: [...candidates], substitutes: substitutes.filter((id) => !asked.has(id)) }));
}

/** Roles that count: an optional one that nobody could take yet does not. */
export function countedRoles({ roles }: Panel): PanelRole[] {
  return roles.filter(({ required, candidates }) => required || candidates.length > 0);
}

/** Roles whose seats are not all taken at a time. */
export function unfilledAt(panel: Panel, { seats }: Pick<Slot, 'seats'>): string[] {
  return countedRoles(panel).filter(({ role, k }) => (seats.find((one) => one.role === role)?.personIds.length ?? 0) < k).map(({ role }) => role);
}

/** Whether every role and everybody wanted is there. */
export function isComplete(panel: Panel, slot: Pick<Slot, 'seats' | 'missing'>): boolean {
  return slot.missing.length === 0 && unfilledAt(panel, slot).length === 0;
}

/** Everybody whose calendar matters. */
export function peopleOf(panel: Panel): string[] {
  return [...new Set([...panel.fixed.map(({ personId }) => personId), ...panel.roles.flatMap(({ candidates, substitutes }) => [...candidates, ...substitutes])])];
}

/** Who is invited when a time is booked at once: those who are wanted anyway and those who take the seats. */
export function bookingOf(panel: Panel, seats: Slot['seats']): { participants: ParticipantInput[]; needs: PanelNeed[] } {
  const seated = new Map(seats.map(({ role, personIds }) => [role, personIds]));
  const needs = panelNeedsOf(panel).flatMap((need) => {
    const candidates = seated.get(need.role) ?? [];
    return candidates.length === 0 ? [] : [{ ...need, k: Math.min(need.k, candidates.length), candidates }];
  });
  const fixed = new Set(panel.fixed.map(({ personId }) => personId));
  const seatedOnly = needs.flatMap(({ required, candidates }) => candidates.filter((id) => !fixed.has(id)).map((personId) => ({ personId, required })));
  return { participants: [...panel.fixed, ...seatedOnly], needs };
}

/** Seats for a time that no search has offered: each role's candidates in order, those who are free first, each in one seat. */
export function seatsAt({ roles }: Panel, isFree: (personId: string) => boolean): Slot['seats'] {
  const taken = new Set<string>();
  return roles.map(({ role, k, candidates }) => {
    const open = candidates.filter((id) => !taken.has(id));
    const personIds = [...open.filter(isFree), ...open.filter((id) => !isFree(id))].slice(0, k);
    for (const id of personIds) taken.add(id);
    return { role, personIds };
  });
}
