import { SetMetadata } from '@nestjs/common';

export const RECURRING = Symbol('recurring');

export interface RecurringMetadata {
  readonly name: string;
  readonly everyMilliseconds: number;
}

/**
 * Runs a method without arguments again and again in one of the workers. It must be safe to run twice at once,
 * and a failure is logged and left to the next turn. Register the provider in a worker module.
 */
export function Recurring(name: string, everyMilliseconds: number): MethodDecorator {
  return SetMetadata(RECURRING, { name, everyMilliseconds } satisfies RecurringMetadata);
}
