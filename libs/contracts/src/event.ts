import type { z } from 'zod';

/** A message a client sends over the socket and that is always acknowledged. */
export interface ClientEventDefinition {
  readonly name: string;
  readonly payload: z.ZodType;
  readonly ack: z.ZodType;
}

/** Declares a client → server message; keeps the exact types of its schemas. */
export function clientEvent<const E extends ClientEventDefinition>(definition: E): E {
  return definition;
}

/** A message the server sends. */
export interface ServerEventDefinition {
  readonly name: string;
  readonly payload: z.ZodType;
}

/** Declares a server → client message; keeps the exact type of its schema. */
export function serverEvent<const E extends ServerEventDefinition>(definition: E): E {
  return definition;
}

/** Validated payload of a message as its receiver sees it. */
export type PayloadOf<E extends { payload: z.ZodType }> = z.output<E['payload']>;

/** Data of a successful acknowledgement. */
export type AckOf<E extends { ack: z.ZodType }> = z.output<E['ack']>;
