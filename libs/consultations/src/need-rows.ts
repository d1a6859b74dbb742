import type { PanelNeed } from '@app/contracts';
import { newId } from '@app/kernel';
import type { NeedCandidateEntity, NeedEntity } from './consultation.entity.js';

/** The roles of a panel and everybody who could take a seat of one, substitutes after the others. */
export function needRows(sittingId: string, needs: readonly PanelNeed[]): { needs: NeedEntity[]; candidates: NeedCandidateEntity[] } {
  const rows = needs.map(({ role, k, required }, position): NeedEntity => ({ id: newId(), sittingId, role, k, required, position }));
  const candidates = needs.flatMap(({ candidates: people, substitutes }, index) =>
    [...new Set([...people, ...substitutes])].map((personId, position) => ({ needId: rows[index]!.id, personId, position })),
  );
  return { needs: rows, candidates };
}
