import type { TimeAnswer } from '@app/contracts';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ConsultationEntity, NeedCandidateEntity, NeedEntity, ParticipationEntity, SittingEntity } from '../consultation.entity.js';
import { HoldAnswerEntity, HoldEntity, HoldTimeEntity } from './hold.entity.js';
import type { HoldRecord } from './hold.rules.js';

@Injectable()
export class HoldsRepository {
  async insert(tx: Tx, { hold, times }: Pick<HoldRecord, 'hold' | 'times'>): Promise<void> {
    await tx.repo(HoldEntity).insert(hold);
    await tx.repo(HoldTimeEntity).insert([...times]);
  }

  /** By the id of the consultation; null where it never had open times. */
  async find(tx: Tx, consultationId: string): Promise<HoldRecord | null> {
    const [record] = await this.findMany(tx, [consultationId]);
    return record ?? null;
  }

  async findBySitting(tx: Tx, sittingId: string): Promise<HoldRecord | null> {
    const consultation = await tx.repo(ConsultationEntity).findOneBy({ sittingId });
    return consultation && this.find(tx, consultation.id);
  }

  /** Those that exist. */
  async findMany(tx: Tx, consultationIds: readonly string[]): Promise<HoldRecord[]> {
    if (consultationIds.length === 0) return [];
    const consultations = await tx.repo(ConsultationEntity).findBy({ id: In([...consultationIds]) });
    const sittingId = In(consultations.map((one) => one.sittingId));
    const sittings = await tx.repo(SittingEntity).findBy({ id: sittingId });
    const holds = await tx.repo(HoldEntity).findBy({ sittingId });
    const times = await tx.repo(HoldTimeEntity).find({ where: { sittingId }, order: { startsAt: 'ASC' } });
    const participants = await tx.repo(ParticipationEntity).find({ where: { sittingId }, order: { id: 'ASC' } });
    const needs = await tx.repo(NeedEntity).find({ where: { sittingId }, order: { position: 'ASC' } });
    const candidates = await tx.repo(NeedCandidateEntity).find({ where: { needId: In(needs.map(({ id }) => id)) }, order: { position: 'ASC' } });
    const answers = await tx.repo(HoldAnswerEntity).findBy({ timeId: In(times.map(({ id }) => id)) });
    return holds.map((hold) => {
      const own = (row: { readonly sittingId: string }) => row.sittingId === hold.sittingId;
      const ownTimes = times.filter(own);
      return {
        hold,
        consultation: consultations.find(own)!,
        sitting: sittings.find(({ id }) => id === hold.sittingId)!,
        times: ownTimes,
        participants: participants.filter(own),
        needs: needs.filter(own).map((need) => ({ ...need, candidates: candidates.filter(({ needId }) => needId === need.id).map(({ personId }) => personId) })),
        answers: answers.filter(({ timeId }) => ownTimes.some(({ id }) => id === timeId)),
      };
    });
  }

  /** The times once held for sittings. */
  async timesOf(tx: Tx, sittingIds: readonly string[]): Promise<Map<string, HoldTimeEntity[]>> {
    const times = await tx.repo(HoldTimeEntity).find({ where: { sittingId: In([...sittingIds]) }, order: { startsAt: 'ASC' } });
    return new Map(sittingIds.map((id) => [id, times.filter(({ sittingId }) => sittingId === id)]));
  }

  /** Holds the sitting until the transaction ends and reads everything again. Comes after the locks of people. */
  async lock(tx: Tx, { consultation, sitting }: HoldRecord): Promise<HoldRecord> {
    await tx.query(`SELECT FROM sitting WHERE id = $1 FOR UPDATE`, [sitting.id]);
    const record = await this.find(tx, consultation.id);
    if (!record) throw new Error(`hold ${consultation.id} has gone`);
    return record;
  }

  /** Opens the times for people who are asked: nothing is said yet unless `answer` says so. */
  async ask(tx: Tx, rows: readonly Readonly<HoldAnswerEntity>[]): Promise<void> {
    if (rows.length > 0) await tx.repo(HoldAnswerEntity).insert([...rows]);
  }

  async answer(tx: Tx, key: { timeId: string; participationId: string }, said: { answer: TimeAnswer | null; held: boolean }): Promise<void> {
    await tx.repo(HoldAnswerEntity).update(key, said);
  }

  async update(tx: Tx, sittingId: string, changes: Partial<HoldEntity>): Promise<void> {
    await tx.repo(HoldEntity).update({ sittingId }, changes);
  }
}
