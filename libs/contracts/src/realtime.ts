import { z } from 'zod';
import { serverEvent } from './event.js';
import { id } from './fields.js';

/** Tells that something changed; the receiver fetches it again, so that access is decided in one place. */
export const notice = serverEvent({
  name: 'notice',
  payload: z.object({
    topic: z.enum(['case', 'consultation', 'consultations', 'hold', 'calendar', 'notifications', 'session']),
    id: id.nullable(),
    version: z.int().optional(),
  }),
});
export type Notice = z.infer<typeof notice.payload>;
