import type { InputOf, OutputOf, RequestOf, RouteDefinition, routes } from '@app/contracts';
import { ApiError } from './api-error.js';

type Table = typeof routes;
type AnyRoute = { [Feature in keyof Table]: Table[Feature][keyof Table[Feature]] }[keyof Table];
type NameOf<R> = R extends RouteDefinition ? `${R['method']} ${R['path']}` : never;

/** `POST /api/cases` and so on: every operation of the contracts, and nothing else. */
export type RouteName = NameOf<AnyRoute>;
type RouteNamed<N extends RouteName> = Extract<AnyRoute, { method: MethodOf<N>; path: PathOf<N> }>;
type MethodOf<N> = N extends `${infer M} ${string}` ? M : never;
type PathOf<N> = N extends `${string} ${infer P}` ? P : never;

type Given<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] };
type Key<R extends RouteDefinition> = InputOf<R>['idempotencyKey'] extends string ? { idempotencyKey: string } : unknown;
/** What an operation needs to be given, and only that. */
export type RequestFor<N extends RouteName> = Given<RequestOf<RouteNamed<N>>> & Key<RouteNamed<N>>;
export type ResponseOf<N extends RouteName> = OutputOf<RouteNamed<N>>;

interface LooseRequest {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
}

type Arguments<N extends RouteName> = Record<never, never> extends RequestFor<N>
  ? [request?: RequestFor<N> & { signal?: AbortSignal }]
  : [request: RequestFor<N> & { signal?: AbortSignal }];

/**
 * Calls one operation of the contracts by its name. Throws ApiError with the code of the problem document,
 * or with `network` when no answer came. The contracts give the types only: no schema reaches the browser.
 */
export async function call<N extends RouteName>(name: N, ...[request]: Arguments<N>): Promise<ResponseOf<N>> {
  const [method, path] = name.split(' ') as [string, string];
  const { params, query, body, idempotencyKey, signal } = (request ?? {}) as LooseRequest & { signal?: AbortSignal };
  const response = await send(fillIn(path, params) + queryString(query), {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await ApiError.from(response);
  return (response.status === 204 ? undefined : await response.json()) as ResponseOf<N>;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw ApiError.network(cause);
  }
}

function fillIn(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryString(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}
