import type { ConsultationState } from '@app/contracts';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { ConsultationEntity, NeedCandidateEntity, NeedEntity, ParticipationEntity, type PlacedSitting, SittingEntity } from './consultation.entity.js';
import type { Held } from './consultation.rules.js';

/** What is written when a consultation is booked, or held. */
export interface NewConsultation extends Pick<Held, 'consultation' | 'participants' | 'needs'> {
  readonly sitting: Readonly<SittingEntity>;
  /** Substitutes are among the participants too. */
  readonly candidates: readonly Readonly<NeedCandidateEntity>[];
}

@Injectable()
export class ConsultationsRepository {
  /** Keeps a consultation with everybody who takes part in it or may be asked to. */
  async insert(tx: Tx, { sitting, consultation, participants, needs, candidates }: NewConsultation): Promise<void> {
    await tx.repo(SittingEntity).insert(sitting);
    await tx.repo(ConsultationEntity).insert(consultation);
    if (needs.length > 0) await tx.repo(NeedEntity).insert([...needs]);
    if (candidates.length > 0) await tx.repo(NeedCandidateEntity).insert([...candidates]);
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
    return tx.repo(ParticipationEntity).find({ where: { sittingId: sitting.id, standing: 'in' }, order: { id: 'ASC' } });
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
    const placed = (await tx.repo(SittingEntity).findBy({ id: In(ids), startsAt: Not(IsNull()) })) as PlacedSitting[];
    const sittings = new Map(placed.map((sitting) => [sitting.id, sitting]));
    const participants = await tx.repo(ParticipationEntity).find({ where: { sittingId: In(ids), standing: 'in' }, order: { id: 'ASC' } });
    const needs = await tx.repo(NeedEntity).find({ where: { sittingId: In(ids) }, order: { position: 'ASC' } });
    return consultations.flatMap((consultation) => {
      const sitting = sittings.get(consultation.sittingId);
      const ofSitting = ({ sittingId }: { sittingId: string }) => sittingId === consultation.sittingId;
      return sitting ? [{ consultation, sitting, participants: participants.filter(ofSitting), needs: needs.filter(ofSitting) }] : [];
    });
  }
}
