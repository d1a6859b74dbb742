import type { RouteDefinition } from '@app/contracts';
import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import type { PolicyName } from './policy-names.js';

export const ROUTE = Symbol('route');

export interface RouteMetadata {
  readonly route: RouteDefinition;
  readonly policy: PolicyName;
}

const methods = {
  GET: RequestMethod.GET,
  POST: RequestMethod.POST,
  PATCH: RequestMethod.PATCH,
  DELETE: RequestMethod.DELETE,
} as const;

/**
 * Binds a controller method to an operation of the contract: method, path, status, validation of the input,
 * serialisation of the output, and the policy that must be asked before the answer leaves.
 */
export function Route(route: RouteDefinition, policy: PolicyName): MethodDecorator {
  return applyDecorators(
    RequestMapping({ method: methods[route.method], path: route.path }),
    HttpCode(route.status),
    SetMetadata(ROUTE, { route, policy } satisfies RouteMetadata),
  );
}
