import { DomainError } from '@app/kernel';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AuthenticatorPort } from '../access/authenticator-port.js';
import { policyNotAsked, runInRequest } from '../access/request-context.js';
import { ROUTE, type RouteMetadata } from '../access/route.decorator.js';
import { Failpoints } from '../failpoint.js';
import { readInput } from './route-input.js';
import { recordOf } from './request-record.js';

/** Everything between the request and the handler, the same for every route: session, input, policy asked, output. */
@Injectable()
export class RouteInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: AuthenticatorPort,
    private readonly failpoints: Failpoints,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const declared = this.reflector.get<RouteMetadata | undefined>(ROUTE, context.getHandler());
    if (!declared) throw new Error('a handler without @Route');
    return from(this.handle(declared, context.switchToHttp().getRequest<Request>(), next));
  }

  private async handle({ route, policy }: RouteMetadata, request: Request, next: CallHandler): Promise<unknown> {
    const record = recordOf(request);
    if (policy !== 'public') {
      record.actor = await this.authenticator.authenticate(request.headers.cookie);
      if (!record.actor) throw new DomainError('session.required');
    }
    record.input = readInput(route, request);
    record.policy = policy;
    record.name = `${route.method} ${route.path}`;
    const result = await runInRequest(record, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    const unasked = policyNotAsked(record);
    this.failpoints.reach(`after-commit ${record.name}`);
    if (unasked) throw new Error(`${record.name} answered without asking its policy "${unasked}"`);
    return route.response?.parse(result);
  }
}
