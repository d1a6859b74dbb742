import { hasRole, isCoordinatorOf } from '@app/accounts';
import type { AssignmentRole } from '@app/contracts';
import type { Actor, Decision } from '@app/platform';

/** What decides the access to one person's hours. */
export interface AvailabilityFacts {
  readonly actor: Actor;
  readonly personId: string;
  /** Assignments the person holds now; none for somebody unknown. */
  readonly assignments: readonly { readonly role: AssignmentRole; readonly centreId: string | null }[];
}

const allow: Decision = { allow: true };
const hidden: Decision = { allow: false, as: 'not_found' };
const forbidden: Decision = { allow: false, as: 'forbidden' };

/** Roles whose holders take part in meetings. */
const bookable: readonly AssignmentRole[] = ['professional', 'expert', 'coordinator'];

/** Everybody bookable keeps the own hours, and a coordinator those of the experts of the own centre. */
export function mayKeepHours(facts: AvailabilityFacts): Decision {
  const coordinates = ({ actor, assignments }: AvailabilityFacts): boolean =>
    assignments.some(({ role, centreId }) => role === 'expert' && centreId !== null && isCoordinatorOf(actor, centreId));
  return ifKnown(facts, (known) => isOwn(known) || coordinates(known));
}

/** Free and busy are for those who look for times, and for oneself. */
export function mayPreview(facts: AvailabilityFacts): Decision {
  return ifKnown(facts, (known) => isOwn(known) || hasRole(known.actor, 'professional', 'coordinator'));
}

/** To hear of changes is for those who look for times, and of one's own calendar for everybody. What has changed is asked for as ever. */
export function mayWatch(actor: Actor, personIds: readonly string[]): Decision {
  return hasRole(actor, 'professional', 'coordinator') || personIds.every((personId) => isOwn({ actor, personId })) ? allow : forbidden;
}

/** Whether the hours are the actor's own. */
export function isOwn({ actor, personId }: Pick<AvailabilityFacts, 'actor' | 'personId'>): boolean {
  return actor.personId === personId;
}

/** Colleagues are known to everybody who works with consultations, and to nobody else. */
function ifKnown(facts: AvailabilityFacts, rule: (facts: AvailabilityFacts) => boolean): Decision {
  const known = facts.assignments.some(({ role }) => bookable.includes(role)) && hasRole(facts.actor, ...bookable);
  if (!known) return hidden;
  return rule(facts) ? allow : forbidden;
}
