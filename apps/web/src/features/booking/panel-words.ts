import type { PersonCard, Slot } from '@app/contracts';
import { useReferenceNames } from '../../api/reference.js';
import type { Panel } from './panel.js';

/** `AL` for Antti Lehto. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
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
    /** A role or a person that stands in the way. */
    culprit: ({ role, personId }: { role: string | null; personId: string | null }) => (role === null ? name(personId ?? '') : profession(role)),
  };
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

export type PanelWords = ReturnType<typeof usePanelWords>;

/** Roles whose seats are all taken at a time, and how many roles there are. */
export function rolesAt({ roles }: Panel, { seats }: Pick<Slot, 'seats'>): { filled: number; all: number } {
  const wanted = roles.filter(({ candidates }) => candidates.length > 0);
  const filled = wanted.filter(({ role, k }) => (seats.find((one) => one.role === role)?.personIds.length ?? 0) >= k);
  return { filled: filled.length, all: wanted.length };
}
