import { describeError, type Problem } from '@app/contracts';
import { DomainError } from '@app/kernel';
import { HttpException } from '@nestjs/common';
import { isConnectionFailure, isRetryable } from '../database/database-errors.js';

/** Turns anything thrown into the error the client gets; what is not expected becomes `internal`. */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) {
    if (error.getStatus() === 404) return new DomainError('not_found', {}, { cause: error });
    if (error.getStatus() < 500) return new DomainError('request.malformed', {}, { cause: error });
  }
  if (isConnectionFailure(error)) return new DomainError('service.unavailable', { retryAfterSeconds: 2 }, { cause: error });
  if (isRetryable(error)) return new DomainError('service.busy', { retryAfterSeconds: 1 }, { cause: error });
  return new DomainError('internal', {}, { cause: error });
}

/** The problem document (RFC 9457) of an error. */
export function toProblem(error: DomainError, requestId: string): Problem {
  const { retryAfterSeconds: _, ...details } = error.details;
  const { title, status } = describeError(error.code);
  return { ...details, status, code: error.code, title, requestId } as Problem;
}
