import { Logger } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { recordOf } from './request-record.js';

/** One line per request to the API: method, template of the path, status, time, person. Never the path, the query or a body. */
export function accessLog(): RequestHandler {
  const logger = new Logger('Http');
  return (request, response, next) => {
    const start = performance.now();
    const record = recordOf(request);
    response.setHeader('X-Request-Id', record.requestId);
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? '(none)';
      const line = {
        message: 'request',
        requestId: record.requestId,
        personId: record.actor?.personId,
        method: request.method,
        route,
        status: response.writableFinished ? response.statusCode : 499,
        milliseconds: Math.round(performance.now() - start),
      };
      if (route.startsWith('/api/health')) logger.debug(line);
      else logger.log(line);
    });
    next();
  };
}
