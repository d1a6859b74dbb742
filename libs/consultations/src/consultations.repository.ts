import type { ConsultationState } from '@app/contracts';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ConsultationEntity, ParticipationEntity, SittingEntity } from './consultation.entity.js';
import type { Held } from './consultation.rules.js';

@Injectable()
export class ConsultationsRepository {
  async insert(tx: Tx, { sitting, consultation, participants }: Held): Promise<void> {
    await tx.repo(SittingEntity).insert(sitting);
    await tx.repo(ConsultationEntity).insert(consultation);
    await tx.repo(ParticipationEntity).insert([...participants]);
  }

  async find(tx: Tx, id: string): Promise<Held | null> {
    const [held] = await this.findMany(tx, [id]);
    return held ?? null;
  }

  /** Those that exist, in the order of the ids. */
  async findMany(tx: Tx, ids: readonly string[]): Promise<Held[]> {
    const consultations = ids.length === 0 ? [] : await tx.repo(ConsultationEntity).findBy({ id: In([...ids]) });
    const held = await this.withSittings(tx, consultations);
    return held.sort((a, b) => ids.indexOf(a.consultation.id) - ids.indexOf(b.consultation.id));
  }

  /** Consultations held in the sittings, first of each sitting first. */
  async findBySittings(tx: Tx, sittingIds: readonly string[]): Promise<Held[]> {
    if (sittingIds.length === 0) return [];
    const consultations = await tx.repo(ConsultationEntity).find({ where: { sittingId: In([...sittingIds]) }, order: { id: 'ASC' } });
    return this.withSittings(tx, consultations);
  }

  /** Consultations in whose sitting one of the participations is. */
  async findByParticipations(tx: Tx, participationIds: readonly string[]): Promise<Held[]> {
    if (participationIds.length === 0) return [];
    const rows = await tx.repo(ParticipationEntity).findBy({ id: In([...participationIds]) });
    return this.findBySittings(tx, [...new Set(rows.map(({ sittingId }) => sittingId))]);
  }

  /**
   * Holds the sitting until the transaction ends and reads it again, so that what is decided next is decided on what is
   * true now. Comes after the locks of people, never before.
   */
  async lock(tx: Tx, { consultation, sitting }: Held): Promise<Held> {
    await tx.query(`SELECT FROM sitting WHERE id = $1 FOR UPDATE`, [sitting.id]);
    const held = await this.find(tx, consultation.id);
    if (!held) throw new Error(`consultation ${consultation.id} has gone`);
    return held;
  }

  /**
   * Reads again who takes part. Comes after the locks of all of them: nobody declines or comes back without holding the
   * own one, so from here on it is settled who is coming.
   */
  async participants(tx: Tx, { sitting }: Held): Promise<Held['participants']> {
    return tx.repo(ParticipationEntity).find({ where: { sittingId: sitting.id }, order: { id: 'ASC' } });
  }

  async updateSitting(tx: Tx, id: string, changes: Partial<SittingEntity>): Promise<void> {
    await tx.repo(SittingEntity).update({ id }, changes);
  }

  async updateConsultation(tx: Tx, id: string, changes: Partial<ConsultationEntity>): Promise<void> {
    await tx.repo(ConsultationEntity).update({ id }, changes);
  }

  async updateParticipation(tx: Tx, id: string, changes: Partial<ParticipationEntity>): Promise<void> {
    await tx.repo(ParticipationEntity).update({ id }, changes);
  }

  /** States of all consultations of a case. */
  async statesOfCase(tx: Tx, caseId: string): Promise<ConsultationState[]> {
    const rows = await tx.repo(ConsultationEntity).find({ where: { caseId }, select: { state: true } });
    return rows.map(({ state }) => state);
  }

  private async withSittings(tx: Tx, consultations: readonly ConsultationEntity[]): Promise<Held[]> {
    if (consultations.length === 0) return [];
    const ids = [...new Set(consultations.map(({ sittingId }) => sittingId))];
    const sittings = new Map((await tx.repo(SittingEntity).findBy({ id: In(ids) })).map((sitting) => [sitting.id, sitting]));
    const participants = await tx.repo(ParticipationEntity).find({ where: { sittingId: In(ids) }, order: { id: 'ASC' } });
    return consultations.flatMap((consultation) => {
      const sitting = sittings.get(consultation.sittingId);
      return sitting ? [{ consultation, sitting, participants: participants.filter(({ sittingId }) => sittingId === sitting.id) }] : [];
    });
  }
}
