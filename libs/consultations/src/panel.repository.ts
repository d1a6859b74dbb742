import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { NeedCandidateEntity, ParticipationEntity } from './consultation.entity.js';

/** Who could take a seat of the panel of a sitting: candidates of its needs, substitutes, those who have been stood down. */
@Injectable()
export class PanelRepository {
  /** Everybody who is in the sitting or was, or may be asked to come, whatever their standing. */
  everybody(tx: Tx, sittingId: string): Promise<ParticipationEntity[]> {
    return tx.repo(ParticipationEntity).find({ where: { sittingId }, order: { id: 'ASC' } });
  }

  /** Candidates by need, in order. */
  async candidates(tx: Tx, needIds: readonly string[]): Promise<Map<string, string[]>> {
    const rows = needIds.length === 0 ? [] : await tx.repo(NeedCandidateEntity).find({ where: { needId: In([...needIds]) }, order: { position: 'ASC' } });
    return new Map(needIds.map((id) => [id, rows.filter(({ needId }) => needId === id).map(({ personId }) => personId)]));
  }

  /** Takes one person off the candidates of a need and puts another one on. */
  async exchange(tx: Tx, needId: string, oldPersonId: string, newPersonId: string): Promise<void> {
    await tx.repo(NeedCandidateEntity).delete({ needId, personId: oldPersonId });
    await tx.repo(NeedCandidateEntity).createQueryBuilder().insert().values({ needId, personId: newPersonId, position: 0 }).orIgnore().execute();
  }

  /** Adds somebody to the sitting, or changes the place of somebody who is known to it. */
  async keep(tx: Tx, participation: ParticipationEntity): Promise<void> {
    await tx.repo(ParticipationEntity).save(participation);
  }
}
