import type { PanelNeed } from '@app/contracts';
import { DomainError, newId } from '@app/kernel';
import { coverRoles } from '@app/scheduling';
import type { NeedCandidateEntity, NeedEntity, ParticipationEntity } from './consultation.entity.js';

/** The rows of the roles of a panel. */
export interface PanelRows {
  readonly needs: readonly NeedEntity[];
  /** Everybody who could take a seat, substitutes after the others. */
  readonly candidates: readonly NeedCandidateEntity[];
}

export function needRows(sittingId: string, needs: readonly PanelNeed[]): PanelRows {
  const rows = needs.map(({ role, k, required }, position): NeedEntity => ({ id: newId(), sittingId, role, k, required, position }));
  const candidates = needs.flatMap(({ candidates: people, substitutes }, index) =>
    [...new Set([...people, ...substitutes])].map((personId, position) => ({ needId: rows[index]!.id, personId, position })),
  );
  return { needs: rows, candidates };
}

/** Substitutes of all roles, each once: known to the sitting, not asked yet. */
export function substituteRows(sittingId: string, needs: readonly PanelNeed[]): ParticipationEntity[] {
  return [...new Set(needs.flatMap(({ substitutes }) => substitutes))].map((personId) => participationRow({ sittingId, personId, standing: 'substitute' }));
}

/** A new place in a sitting; what is left out is as for an expert who comes if possible and has not been asked yet. */
export function participationRow(given: Pick<ParticipationEntity, 'sittingId' | 'personId'> & Partial<ParticipationEntity>): ParticipationEntity {
  return {
    id: newId(),
    seat: 'expert',
    required: false,
    partstat: 'needs-action',
    partstatSequence: 0,
    respondedAt: null,
    standing: 'in',
    needId: null,
    ...given,
  };
}

/**
 * The need each of the people has a seat of.
 * @throws {DomainError} `request.invalid` for a candidate who is not among the people, `consultation.role_missing` when
 *   those who come do not fill every required role
 */
export function seatPanel({ needs: rows }: PanelRows, needs: readonly PanelNeed[], people: readonly string[], coming: readonly string[]): Map<string, string> {
  const fields = needs.flatMap(({ candidates }, need) =>
    candidates.flatMap((personId, index) => (people.includes(personId) ? [] : [{ path: `needs.${need}.candidates.${index}`, message: 'is not among the participants' }])),
  );
  if (fields.length > 0) throw new DomainError('request.invalid', { fields });
  const { seats, missing } = coverRoles(needs, coming);
  if (missing.length > 0) throw new DomainError('consultation.role_missing', { roles: [...missing], personIds: [] });
  return new Map(rows.flatMap(({ id, role }) => seats.get(role)!.map((personId) => [personId, id] as const)));
}
