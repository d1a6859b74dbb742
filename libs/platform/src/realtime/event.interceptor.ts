import type { Acknowledgement } from '@app/contracts';
import { DomainError, newId } from '@app/kernel';
import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Socket } from 'socket.io';
import type { FieldProblem } from '../access/cleanse.js';
import { EVENT, type EventMetadata } from '../access/on-event.decorator.js';
import { newRequestRecord, policyNotAsked, type RequestRecord, runInRequest } from '../access/request-context.js';
import { check, refuse } from '../access/validate.js';
import { toDomainError, toProblem } from '../errors/problem.js';
import type { SocketData } from './realtime.adapter.js';
import { TokenBucket } from './token-bucket.js';

const buckets = new WeakMap<Socket, TokenBucket>();

/** Everything between a socket message and its handler; the acknowledgement is never missing. */
@Injectable()
export class EventInterceptor implements NestInterceptor {
  private readonly logger = new Logger(EventInterceptor.name);

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'ws') return next.handle();
    const declared = this.reflector.get<EventMetadata | undefined>(EVENT, context.getHandler());
    if (!declared) throw new Error('a gateway message without @OnEvent');
    const { getClient, getData } = context.switchToWs();
    return from(this.answer(declared, getClient<Socket>(), getData<unknown>(), next));
  }

  private async answer(declared: EventMetadata, socket: Socket, data: unknown, next: CallHandler): Promise<Acknowledgement<unknown>> {
    const record = newRequestRecord(newId());
    record.actor = (socket.data as SocketData).actor;
    try {
      return { ok: true, data: await this.handle(declared, socket, data, record, next) };
    } catch (thrown) {
      const error = toDomainError(thrown);
      if (error.code === 'internal') runInRequest(record, () => this.logger.error(error.cause ?? error, declared.event.name));
      return { ok: false, error: toProblem(error, record.requestId) };
    }
  }

  private async handle({ event, policy }: EventMetadata, socket: Socket, data: unknown, record: RequestRecord, next: CallHandler): Promise<unknown> {
    if (!bucketOf(socket).take()) throw new DomainError('request.rate_limited', { retryAfterSeconds: 1 });
    const problems: FieldProblem[] = [];
    record.input = check(event.payload, data, problems);
    refuse(problems);
    record.policy = policy;
    record.name = event.name;
    const result = await runInRequest(record, () => lastValueFrom(next.handle(), { defaultValue: undefined }));
    const unasked = policyNotAsked(record);
    if (unasked) throw new Error(`${event.name} answered without asking its policy "${unasked}"`);
    return event.ack.parse(result ?? {});
  }
}

function bucketOf(socket: Socket): TokenBucket {
  const bucket = buckets.get(socket) ?? new TokenBucket({ size: 200, perSecond: 50 });
  buckets.set(socket, bucket);
  return bucket;
}
