import { z } from 'zod';
import { cursor, id, instant } from './fields.js';
import { route } from './route.js';

/** What the bell can say; the texts are the client's and carry no case data. */
export const notificationKind = z.enum([
  'invited',
  'moved',
  'cancelled',
  'reminder',
  'declined',
  'waiting',
  'asked',
  'confirmed',
  'stood_down',
  'hold_released',
  'hold_stuck',
  'hold_expired',
]);
export type NotificationKind = z.infer<typeof notificationKind>;

export const notification = z.object({
  id,
  kind: notificationKind,
  /** Of the hold where the kind speaks of one (`asked`, `hold_*`). */
  consultationId: id,
  startsAt: instant.nullable(),
  /** ISO 8601 duration before the start for reminders, e.g. `-PT15M`. */
  occasion: z.string().nullable(),
  createdAt: instant,
  readAt: instant.nullable(),
});
export type Notification = z.infer<typeof notification>;

export const notificationRoutes = {
  list: route({
    method: 'GET',
    path: '/api/notifications',
    summary: 'What the bell shows, newest first',
    status: 200,
    query: z.strictObject({ cursor: cursor.optional() }),
    response: z.object({ items: z.array(notification), unread: z.int(), next: z.string().nullable() }),
  }),
  read: route({
    method: 'POST',
    path: '/api/notifications/read',
    summary: 'Mark as read; without ids everything up to now',
    status: 204,
    body: z.strictObject({ ids: z.array(id).max(100).optional() }),
  }),
};
