import { z } from 'zod';
import { type ErrorCode, errorCodes } from './errors.js';

/** One field that cannot be accepted; `path` as in `participants.0.personId`. */
export const problemField = z.object({ path: z.string(), message: z.string() });

/** Body of every error answer (`application/problem+json`, RFC 9457); some codes add keys of their own. */
export const problem = z.looseObject({
  status: z.int(),
  code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
  title: z.string(),
  detail: z.string().optional(),
  fields: z.array(problemField).optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** Acknowledgement of every client → server socket message. */
export type Acknowledgement<T> = { ok: true; data: T } | { ok: false; error: Problem };
