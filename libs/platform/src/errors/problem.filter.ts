import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { recordOf } from '../http/request-record.js';
import { toDomainError, toProblem } from './problem.js';

/** The one place where an error becomes an HTTP answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const { requestId } = recordOf(http.getRequest<Request>());
    const error = toDomainError(thrown);
    if (error.code === 'internal') this.logger.error(error.cause ?? error, ProblemFilter.name);
    if (error.kind === 'unavailable') this.logger.warn(`${error.code} ${requestId}`);
    if (response.headersSent) {
      response.end();
      return;
    }
    const retryAfter = error.details.retryAfterSeconds ?? (error.kind === 'unavailable' || error.kind === 'rate_limited' ? 1 : undefined);
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
    response.status(error.status).type('application/problem+json').send(JSON.stringify(toProblem(error, requestId)));
  }
}
