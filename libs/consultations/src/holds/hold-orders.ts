import type { OutboxKind } from '@app/contracts';
import type { PlannedRow } from '@app/platform';
import { type HoldRecord, wasAsked } from './hold.rules.js';

const patienceMs = 48 * 3_600_000;

/** Orders that lose their meaning when a hold is over. */
export const ordersOfHold: readonly OutboxKind[] = ['ask-for-times', 'remind-of-times', 'expire-hold'];

/** Asks people which of the times work, and once more after two days; `cancel` both for whoever has answered. */
export function questions({ sitting, hold }: Pick<HoldRecord, 'sitting' | 'hold'>, personIds: readonly string[], now: Date): PlannedRow[] {
  const dueAt = new Date(now.getTime() + patienceMs);
  return personIds.flatMap((recipientId) => {
    const row = { subjectId: sitting.id, recipientId, expiresAt: hold.expiresAt };
    return [
      { ...row, kind: 'ask-for-times' as const },
      ...(dueAt < hold.expiresAt ? [{ ...row, kind: 'remind-of-times' as const, dueAt }] : []),
    ];
  });
}

/** Tells those who were asked that the times are free again. */
export function releases(record: HoldRecord, exceptPersonId: string | null): PlannedRow[] {
  return record.participants
    .filter(({ personId }) => wasAsked(record, personId) && personId !== exceptPersonId)
    .map(({ personId }) => ({ kind: 'release-times', subjectId: record.sitting.id, recipientId: personId }));
}

/** Tells who manages a hold that it waits for nobody any more (`stuck`) or has run out (`expired`). */
export function reports({ sitting }: Pick<HoldRecord, 'sitting'>, occasion: 'stuck' | 'expired', personIds: readonly string[]): PlannedRow[] {
  return [...new Set(personIds)].map((recipientId) => ({ kind: 'report-hold', subjectId: sitting.id, recipientId, occasion, version: sitting.version }));
}
