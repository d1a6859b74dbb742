import { DomainError } from '@app/kernel';
import express, { type RequestHandler } from 'express';

const maxBytes = 262_144;

/**
 * Reads the body: JSON of at most 256 kB, or the untouched bytes for raw routes. Another content type answers 415,
 * a larger body 413, broken JSON 400.
 */
export function readBody(rawPaths: ReadonlySet<string>): RequestHandler {
  const json = express.json({ limit: maxBytes, strict: false, type: () => true });
  const raw = express.raw({ limit: maxBytes, type: () => true });
  return (request, response, next) => {
    if (rawPaths.has(request.baseUrl + request.path)) return raw(request, response, (error) => next(error && translate(error)));
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (!hasBody) return next();
    if (!request.is('application/json')) return next(new DomainError('request.unsupported_type'));
    json(request, response, (error) => next(error && translate(error)));
  };
}

function translate(error: { type?: string }): DomainError {
  if (error.type === 'entity.too.large') return new DomainError('request.too_large', {}, { cause: error });
  if (error.type === 'encoding.unsupported' || error.type === 'charset.unsupported') {
    return new DomainError('request.unsupported_type', {}, { cause: error });
  }
  return new DomainError('request.malformed', {}, { cause: error });
}
