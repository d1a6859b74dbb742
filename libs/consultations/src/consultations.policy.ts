import { isCoordinatorOf } from '@app/accounts';
import { type CaseFacts, relationOf, seesContent } from '@app/cases';
import type { Actor, Decision } from '@app/platform';
import type { Held } from './consultation.rules.js';

/** How the actor stands to a consultation, or to the times held for one. */
export interface Standing {
  /** The actor's own place in it. */
  readonly me: Held['participants'][number] | null;
  readonly booker: boolean;
  /** The actor's relations to its case. */
  readonly onCase: CaseFacts;
}

/** What decides the actor's access to one consultation. */
export interface ConsultationFacts extends Held, Standing {}

const allow: Decision = { allow: true };
const hidden: Decision = { allow: false, as: 'not_found' };
const forbidden: Decision = { allow: false, as: 'forbidden' };

/** Participants, owners of the case, who booked it, and the coordinators of its centre. */
export function mayReadConsultation(facts: Standing | null): Decision {
  return facts && (facts.me || manages(facts)) ? allow : hidden;
}

/** Move and cancel. */
export function mayManageConsultation(facts: Standing | null): Decision {
  return ifVisible(facts, manages);
}

/** Everybody answers for oneself. */
export function mayRespond(facts: Standing | null): Decision {
  return ifVisible(facts, ({ me }) => me !== null);
}

/** Own ones always; those of a centre by its coordinators. */
export function mayListConsultations(actor: Actor, scope: 'mine' | 'centre'): Decision {
  return scope === 'mine' || (actor.centreId !== null && isCoordinatorOf(actor, actor.centreId)) ? allow : forbidden;
}

/** Outside hours and notice of others: only the coordinators of the centre. */
export function mayOverride(onCase: CaseFacts): Decision {
  return onCase.coordinates ? allow : forbidden;
}

/** Number of the case and names of the others: after accepting, and for those who manage it. */
export function seesPeople(facts: Standing): boolean {
  return manages(facts) || facts.onCase.relations.some((relation) => relation !== 'invited');
}

/** The working title, which is content of the case. */
export function seesTitle({ onCase }: Standing): boolean {
  return seesContent(onCase);
}

/** The ground of access that the log names. */
export function ruleOf(facts: Standing): string {
  return relationOf(facts.onCase) ?? (facts.booker ? 'booker' : 'participant');
}

function manages({ onCase, booker }: Standing): boolean {
  return booker || onCase.coordinates || onCase.relations.includes('owner');
}

function ifVisible(facts: Standing | null, rule: (facts: Standing) => boolean): Decision {
  if (!facts || !mayReadConsultation(facts).allow) return hidden;
  return rule(facts) ? allow : forbidden;
}
