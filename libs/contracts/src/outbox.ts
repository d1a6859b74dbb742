import { z } from 'zod';

/**
 * What must happen once after a commit, now or later. A kind is an order; exactly one feature handles it.
 * Rows hold ids and a version, never content.
 */
export const outboxKind = z.enum([
  'send-invitation',
  'send-update',
  'send-cancellation',
  'send-reminder',
  'send-decline-notice',
  'send-confirmation',
  'send-stand-down',
  'ask-for-times',
  'remind-of-times',
  'release-times',
  'report-hold',
  'expire-hold',
  'evict-participant',
  'close-room',
]);
export type OutboxKind = z.infer<typeof outboxKind>;
