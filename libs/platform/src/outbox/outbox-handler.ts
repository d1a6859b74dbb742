import type { OutboxKind } from '@app/contracts';
import { SetMetadata } from '@nestjs/common';

/** A row handed to its handler. */
export interface OutboxRow {
  readonly id: string;
  readonly kind: OutboxKind;
  readonly subjectId: string;
  readonly recipientId: string | null;
  readonly occasion: string | null;
  readonly version: number;
  readonly dueAt: Date;
  readonly expiresAt: Date | null;
  /** 1 on the first try. */
  readonly attempts: number;
}

/**
 * What became of a row: `done`; `retry` later with growing pauses, `dead` after the eighth try; `dead` at once;
 * `cancelled` because it has lost its object; `missed` because it is too late. `error` is a code, never content or an address.
 */
export type OutboxOutcome =
  | { readonly id: string; readonly status: 'done' | 'cancelled' | 'missed' }
  | { readonly id: string; readonly status: 'retry' | 'dead'; readonly error: string };

/** Carries out rows of one kind, in chunks no larger than `config.mail.connections`. Throwing means `retry` for all. */
export interface OutboxHandling {
  handle(rows: readonly OutboxRow[]): Promise<readonly OutboxOutcome[]>;
}

export const OUTBOX_KIND = Symbol('outbox kind');

/** Marks the one provider that carries out a kind; register it in the feature's worker module. */
export function OutboxHandler(kind: OutboxKind): ClassDecorator {
  return SetMetadata(OUTBOX_KIND, kind);
}
