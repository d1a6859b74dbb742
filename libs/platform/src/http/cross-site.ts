import { DomainError } from '@app/kernel';
import type { RequestHandler } from 'express';
import { isSameSite } from '../access/same-site.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses writes that another site's page may have sent with our cookie; raw routes carry their own signature. */
export function refuseCrossSiteWrites(allowedOrigins: readonly string[], rawPaths: ReadonlySet<string>): RequestHandler {
  return (request, _response, next) => {
    const harmless = safeMethods.has(request.method) || rawPaths.has(request.baseUrl + request.path);
    next(harmless || isSameSite(request.headers, allowedOrigins) ? undefined : new DomainError('request.cross_site'));
  };
}
