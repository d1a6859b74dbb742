import type { ClientEventDefinition } from '@app/contracts';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { SubscribeMessage } from '@nestjs/websockets';
import type { PolicyName } from './policy-names.js';

export const EVENT = Symbol('event');

export interface EventMetadata {
  readonly event: ClientEventDefinition;
  readonly policy: PolicyName;
}

/**
 * Binds a gateway method to a client → server message of the contract: validation of the payload, the policy that must
 * be asked, and the acknowledgement `{ ok: true, data } | { ok: false, error }`, which is never missing.
 */
export function OnEvent(event: ClientEventDefinition, policy: PolicyName): MethodDecorator {
  return applyDecorators(
    SubscribeMessage(event.name),
    SetMetadata(EVENT, { event, policy } satisfies EventMetadata),
  );
}
