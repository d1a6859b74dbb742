import { DomainError } from '@app/kernel';
import type { ErrorCode } from '@app/contracts';
import { Injectable } from '@nestjs/common';
import type { PolicyName } from './policy-names.js';
import { currentRequest } from './request-context.js';

/** Answer of a policy. `as: 'not_found'` hides that the thing exists. */
export type Decision =
  | { readonly allow: true }
  | { readonly allow: false; readonly as: 'not_found' | 'forbidden'; readonly code?: ErrorCode };

@Injectable()
export class AccessService {
  /**
   * Notes that the policy was asked and refuses when it says no.
   * @throws {DomainError} `not_found`, or the decision's code (default `access.forbidden`)
   */
  ask(policy: PolicyName, decision: Decision): void {
    currentRequest()?.asked.add(policy);
    if (decision.allow) return;
    throw new DomainError(decision.as === 'not_found' ? 'not_found' : (decision.code ?? 'access.forbidden'));
  }
}
