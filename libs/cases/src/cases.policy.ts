import type { CaseRelation, CaseState } from '@app/contracts';
import type { Actor, Decision } from '@app/platform';
import type { CaseHeaderEntity } from './case.entity.js';
import { isOpen } from './cases.rules.js';

export type CaseHeaderRow = Readonly<CaseHeaderEntity>;

/** What decides the actor's access to one case. */
export interface CaseFacts {
  readonly header: CaseHeaderRow;
  /** The actor's own relations that are alive now. */
  readonly relations: readonly CaseRelation[];
  /** The actor coordinates the centre of the case. */
  readonly coordinates: boolean;
}

const allow: Decision = { allow: true };
const hidden: Decision = { allow: false, as: 'not_found' };
const forbidden: Decision = { allow: false, as: 'forbidden' };

const strongestFirst = ['owner', 'expert', 'coordinator', 'invited'] as const satisfies readonly CaseRelation[];
/** Triage ends with the first booking. */
const triaged: readonly CaseState[] = ['submitted', 'times_open'];

/** The strongest relation, which is shown and logged as the ground of access; null for a stranger. */
export function relationOf({ relations, coordinates }: CaseFacts): CaseRelation | null {
  const held = coordinates ? [...relations, 'coordinator'] : relations;
  return strongestFirst.find((relation) => held.includes(relation)) ?? null;
}

/** Whether title and summary are shown: to owners, accepted experts, the case's team, and its centre's coordinators while they triage. */
export function seesContent({ header, relations, coordinates }: CaseFacts): boolean {
  return relations.some((relation) => relation !== 'invited') || (coordinates && triaged.includes(header.state));
}

export function mayCreateCase(actor: Actor): Decision {
  return actor.roles.some(({ role }) => role === 'professional' || role === 'coordinator') ? allow : forbidden;
}

/** Everybody may ask for the list: it holds only cases that `mayReadCase` would show. */
export function mayListCases(): Decision {
  return allow;
}

/** The header at least; `seesContent` tells whether the content comes with it. Null stands for an unknown case. */
export function mayReadCase(facts: CaseFacts | null): Decision {
  return facts && relationOf(facts) ? allow : hidden;
}

/** Write the sections: everybody who reads them, for the summary is written together; once closed, the owners alone. */
export function mayEditCase(facts: CaseFacts | null): Decision {
  return ifVisible(facts, (known) => known.relations.includes('owner') || (isOpen(known.header.state) && seesContent(known)));
}

/** Change title, themes, age band, language and owners. */
export function mayManageCase(facts: CaseFacts | null): Decision {
  return ifVisible(facts, (known) => known.relations.includes('owner') || (known.coordinates && seesContent(known)));
}

/** Book a consultation: the centre's coordinator always, an owner where the centre lets professionals book. */
export function mayBookCase(facts: CaseFacts | null, centre: { readonly directBooking: boolean }): Decision {
  if (facts && !facts.coordinates && !centre.directBooking && facts.relations.includes('owner')) {
    return { allow: false, as: 'forbidden', code: 'consultation.direct_booking_off' };
  }
  return ifVisible(facts, ({ relations, coordinates }) => coordinates || relations.includes('owner'));
}

function ifVisible(facts: CaseFacts | null, rule: (facts: CaseFacts) => boolean): Decision {
  if (!facts || !relationOf(facts)) return hidden;
  return rule(facts) ? allow : forbidden;
}
