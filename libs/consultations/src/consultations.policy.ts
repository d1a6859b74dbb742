import { isCoordinatorOf } from '@app/accounts';
import { type CaseFacts, relationOf, seesContent } from '@app/cases';
import type { Actor, Decision } from '@app/platform';
import type { Held } from './consultation.rules.js';

/** What decides the actor's access to one consultation. */
export interface ConsultationFacts extends Held {
  /** The actor's own place in it. */
  readonly me: Held['participants'][number] | null;
  readonly booker: boolean;
  /** The actor's relations to its case. */
  readonly onCase: CaseFacts;
}

const allow: Decision = { allow: true };
const hidden: Decision = { allow: false, as: 'not_found' };
const forbidden: Decision = { allow: false, as: 'forbidden' };

/** Participants, owners of the case, who booked it, and the coordinators of its centre. */
export function mayReadConsultation(facts: ConsultationFacts | null): Decision {
  return facts && (facts.me || manages(facts)) ? allow : hidden;
}

/** Move and cancel. */
export function mayManageConsultation(facts: ConsultationFacts | null): Decision {
  return ifVisible(facts, manages);
}

/** Everybody answers for oneself. */
export function mayRespond(facts: ConsultationFacts | null): Decision {
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
export function seesPeople(facts: ConsultationFacts): boolean {
  return manages(facts) || facts.onCase.relations.some((relation) => relation !== 'invited');
}

/** The working title, which is content of the case. */
export function seesTitle({ onCase }: ConsultationFacts): boolean {
  return seesContent(onCase);
}

/** The ground of access that the log names. */
export function ruleOf(facts: ConsultationFacts): string {
  return relationOf(facts.onCase) ?? (facts.booker ? 'booker' : 'participant');
}

function manages({ onCase, booker }: ConsultationFacts): boolean {
  return booker || onCase.coordinates || onCase.relations.includes('owner');
}

function ifVisible(facts: ConsultationFacts | null, rule: (facts: ConsultationFacts) => boolean): Decision {
  if (!facts || !mayReadConsultation(facts).allow) return hidden;
  return rule(facts) ? allow : forbidden;
}
