import type { OutboxKind } from '@app/contracts';
import type { PlannedRow } from '@app/platform';
import type { Held } from './consultation.rules.js';
import { planReminders } from './reminder.rules.js';

type Letter = Extract<OutboxKind, 'send-invitation' | 'send-confirmation' | 'send-update' | 'send-cancellation'>;

/** Mails about a sitting that lose their meaning when it is moved or cancelled. */
export const lettersOfSitting: readonly OutboxKind[] = ['send-invitation', 'send-confirmation', 'send-update', 'send-reminder'];

/**
 * One mail to each person now; pointless once the meeting is over.
 * @param again where somebody may get the same letter about the same time more than once: the instant it is ordered
 */
export function letters(kind: Letter, { sitting }: Held, personIds: readonly string[], again?: Date): PlannedRow[] {
  const order = { kind, subjectId: sitting.id, version: sitting.sequence, expiresAt: sitting.endsAt, ...(again && { occasion: again.toISOString() }) };
  return personIds.map((recipientId) => ({ ...order, recipientId }));
}

/** Tells people who were asked or invited that they are not needed any more, each time that it happens. */
export function standDowns({ sitting }: Held, personIds: readonly string[], now: Date): PlannedRow[] {
  const order = { kind: 'send-stand-down' as const, subjectId: sitting.id, version: sitting.sequence, occasion: now.toISOString(), expiresAt: sitting.endsAt };
  return personIds.map((recipientId) => ({ ...order, recipientId }));
}

/** Reminders of each person on the own clock; pointless once the meeting has begun. */
export function reminders(
  { sitting }: Held,
  people: readonly { readonly personId: string; readonly timeZone: string }[],
  offsets: readonly string[],
  now: Date,
): PlannedRow[] {
  return people.flatMap(({ personId, timeZone }) =>
    planReminders(sitting.startsAt, timeZone, offsets, now).map(({ occasion, dueAt }) => ({
      kind: 'send-reminder',
      subjectId: sitting.id,
      recipientId: personId,
      occasion,
      version: sitting.sequence,
      dueAt,
      expiresAt: sitting.startsAt,
    })),
  );
}
