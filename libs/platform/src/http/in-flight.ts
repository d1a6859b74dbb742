import { DomainError } from '@app/kernel';
import type { RequestHandler } from 'express';

/** Answers 503 at once when more than `limit` requests are being handled, instead of letting all of them become slow. */
export function limitInFlight(limit: number): RequestHandler {
  let inFlight = 0;
  return (request, response, next) => {
    if (request.path.startsWith('/health')) return next();
    if (inFlight >= limit) return next(new DomainError('service.busy', { retryAfterSeconds: 2 }));
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    next();
  };
}
