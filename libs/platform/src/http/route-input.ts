import type { RouteDefinition } from '@app/contracts';
import { DomainError } from '@app/kernel';
import type { Request } from 'express';
import { z } from 'zod';
import { bodyHash } from '../access/body-hash.js';
import type { FieldProblem } from '../access/cleanse.js';
import { check, refuse } from '../access/validate.js';

const nothing = z.strictObject({}).optional();

/**
 * Reads and validates everything a route takes.
 * @throws {DomainError} `not_found` for params of a wrong shape, else `request.invalid` naming all fields,
 * or `request.idempotency_key_missing`
 */
export function readInput(route: RouteDefinition, request: Request): unknown {
  const params = readParams(route, request);
  const problems: FieldProblem[] = [];
  const query = check(route.query ?? nothing, request.query, problems);
  const body = route.raw ? request.body : check(route.body ?? nothing, request.body, problems);
  refuse(problems);
  return {
    params,
    query: route.query && query,
    body: route.raw ? body : route.body && body,
    idempotencyKey: route.idempotent && readIdempotencyKey(request),
    bodyHash: route.idempotent ? bodyHash(body) : '',
  };
}

function readParams(route: RouteDefinition, request: Request): unknown {
  if (!route.params) return undefined;
  const parsed = route.params.safeParse(request.params);
  if (!parsed.success) throw new DomainError('not_found');
  return parsed.data;
}

function readIdempotencyKey(request: Request): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') throw new DomainError('request.idempotency_key_missing');
  refuse(/^[\x21-\x7e]{1,200}$/.test(key) ? [] : [{ path: 'Idempotency-Key', message: 'must be 1–200 visible ASCII characters' }]);
  return key;
}
