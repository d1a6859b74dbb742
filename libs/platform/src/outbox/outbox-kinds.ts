import { outboxKind } from '@app/contracts';

/** Token of the kinds that must have a handler: those of the contract (a test may add its own). */
export const OUTBOX_KINDS = Symbol('outbox kinds');

export const contractKinds: readonly string[] = outboxKind.options;
