import type { NewGrant } from '@app/cases';
import type { ConsultationEntity } from './consultation.entity.js';

/** Headers of the case for people who are asked to come; whoever plans the meeting without owning the case is a coordinator and sees it all. */
export function invitationGrants({ id, caseId, bookedBy }: Pick<ConsultationEntity, 'id' | 'caseId' | 'bookedBy'>, personIds: readonly string[], validUntil: Date): NewGrant[] {
  return personIds.map((personId) => ({
    caseId,
    personId,
    relation: personId === bookedBy ? 'coordinator' : 'invited',
    source: 'invitation',
    sourceId: id,
    validUntil,
  }));
}
