/**
 * Policies that a route or a socket event may declare.
 * `public`: no session needed, nothing is asked. `self`: signed in and touching one's own things only, nothing is asked.
 * Every other name must be asked through `AccessService.ask` before the answer leaves or the transaction commits.
 */
export type PolicyName =
  | 'public'
  | 'self'
  | 'directory.read'
  | 'availability.read'
  | 'availability.edit'
  | 'availability.preview'
  | 'case.create'
  | 'case.list'
  | 'case.read'
  | 'case.edit'
  | 'case.manage'
  | 'consultation.book'
  | 'consultation.list'
  | 'consultation.read'
  | 'consultation.move'
  | 'consultation.cancel'
  | 'consultation.respond'
  | 'hold.list'
  | 'hold.read'
  | 'hold.answer'
  | 'hold.manage'
  | 'meeting.enter'
  | 'meeting.take-part'
  | 'meeting.moderate'
  | 'meeting.end'
  | 'meeting.read';

/** Policies that are satisfied without a question. */
export const unaskedPolicies: ReadonlySet<PolicyName> = new Set(['public', 'self']);
