import type { z } from 'zod';

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One HTTP operation: everything that crosses the wire, for server, client and OpenAPI alike. */
export interface RouteDefinition {
  readonly method: HttpMethod;
  /** Express-style path with `:name` for each key of `params`. */
  readonly path: `/api/${string}`;
  /** One plain English line for the API document. */
  readonly summary: string;
  /** Status of success. 204 means no body. */
  readonly status: 200 | 201 | 202 | 204;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Absent with status 204. */
  readonly response?: z.ZodType;
  /** The `Idempotency-Key` header is required. */
  readonly idempotent?: true;
  /** The body is read as raw bytes and checked by the handler (webhooks). */
  readonly raw?: true;
}

/** Declares a route; keeps the exact types of its schemas. */
export function route<const R extends RouteDefinition>(definition: R): R {
  return definition;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
type In<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler receives: validated and normalised. */
export interface InputOf<R extends RouteDefinition> {
  readonly params: Out<R['params']>;
  readonly query: Out<R['query']>;
  readonly body: Out<R['body']>;
  /** Present exactly where the route is `idempotent`. */
  readonly idempotencyKey: R['idempotent'] extends true ? string : undefined;
  /** SHA-256 (hex) of the canonical body; tells a retry from a different request under the same key. */
  readonly bodyHash: string;
}

/** What a client sends. */
export interface RequestOf<R extends RouteDefinition> {
  readonly params: In<R['params']>;
  readonly query: In<R['query']>;
  readonly body: In<R['body']>;
}

/** What a handler returns and a client receives. */
export type OutputOf<R extends RouteDefinition> = Out<R['response']>;
