import { sqlState, violatedConstraint } from '../database/database-errors.js';

/** What may be logged of an error. The text of a database error can quote a value, so only its code and constraint are kept. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const state = sqlState(error);
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).join('\n');
  return {
    name: error.name,
    message: state ? `SQLSTATE ${state}` : error.message,
    ...(state && { constraint: violatedConstraint(error) }),
    stack: frames,
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
