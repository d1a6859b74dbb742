import type { AssignmentRole } from '@app/contracts';
import type { Actor, Decision } from '@app/platform';

/** Whether the actor coordinates the centre. */
export function isCoordinatorOf(actor: Actor, centreId: string): boolean {
  return actor.roles.some((one) => one.role === 'coordinator' && one.centreId === centreId);
}

/** Whether the actor holds a role anywhere. */
export function hasRole(actor: Actor, ...roles: AssignmentRole[]): boolean {
  return actor.roles.some((one) => roles.includes(one.role));
}

/** Names, professions and organisations of colleagues are open to everybody who works with consultations. */
export function mayReadDirectory(actor: Actor): Decision {
  return hasRole(actor, 'professional', 'expert', 'coordinator') ? { allow: true } : { allow: false, as: 'forbidden' };
}
