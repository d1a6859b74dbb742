import type { PersonCard, Slot } from '@app/contracts';
import { useReferenceNames } from '../../api/reference.js';
import { countedRoles, type Panel, unfilledAt } from './panel.js';

/** `AL` for Antti Lehto. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}

/** A role or a person; both are null where nobody alone is meant. */
export interface Culprit {
  role: string | null;
  personId: string | null;
}

/** How the people and roles of a panel are named on the screen. */
export function usePanelWords(people: ReadonlyMap<string, PersonCard>) {
  const names = useReferenceNames();
  const profession = (code: string) => capitalised(names.profession(code));
  const name = (id: string) => people.get(id)?.name ?? '';
  const surname = (id: string) => name(id).split(/\s+/).at(-1) ?? '';
  const shared = (id: string) => [...people.keys()].some((other) => other !== id && surname(other) === surname(id));
  /** The family name where it tells who is meant. */
  const short = (id: string) => (shared(id) ? name(id) : surname(id));
  return {
    name,
    short,
    role: profession,
    /** A role in the midst of a sentence. */
    roleInside: names.profession,
    /** A role or a person that stands in the way. */
    culprit: ({ role, personId }: Culprit) => (role === null ? name(personId ?? '') : profession(role)),
    culpritInside: ({ role, personId }: Culprit) => (role === null ? name(personId ?? '') : names.profession(role)),
  };
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export type PanelWords = ReturnType<typeof usePanelWords>;

/** Roles whose seats are all taken at a time, and how many roles there are. */
export function rolesAt(panel: Panel, slot: Pick<Slot, 'seats'>): { filled: number; all: number } {
  const all = countedRoles(panel).length;
  return { filled: all - unfilledAt(panel, slot).length, all };
}
