import type { Decision } from '@app/platform';
import { mayManageConsultation, mayReadConsultation, mayRespond, type Standing } from '../consultations.policy.js';
import type { HoldRecord } from './hold.rules.js';

/** What decides the actor's access to one hold; `me` is whoever has been asked, also after standing down. */
export interface HoldFacts extends HoldRecord, Standing {}

/** Who is asked, and who manages the consultation. */
export function mayReadHold(facts: HoldFacts | null): Decision {
  return mayReadConsultation(facts);
}

/** Everybody answers for oneself. */
export function mayAnswerHold(facts: HoldFacts | null): Decision {
  return mayRespond(facts);
}

/** Confirm by hand and release. */
export function mayManageHold(facts: HoldFacts | null): Decision {
  return mayManageConsultation(facts);
}
