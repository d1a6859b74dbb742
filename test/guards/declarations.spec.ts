import { events, outboxKind, type RouteDefinition } from '@app/contracts';
import { allRoutes } from '@app/platform';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { DeclarationCheck } from '../../libs/platform/src/access/declaration-check.js';
import { OutboxHandlers } from '../../libs/platform/src/outbox/outbox-handlers.js';
import { openSystem, type TestSystem } from '../support/system.js';

let system: TestSystem;
let declared: DeclarationCheck;

beforeAll(async () => {
  system = await openSystem();
  declared = system.api.get(DeclarationCheck, { strict: false });
}, 60_000);
afterAll(() => system?.close());

const nameOf = (route: RouteDefinition) => `${route.method} ${route.path}`;
const allEvents = Object.values(events).flatMap((group) => Object.values(group));

it('protects every route and message as agreed', () => {
  const routes = declared.routes().map(({ route, policy }) => `${nameOf(route)}: ${policy}`);
  const messages = declared.events().map(({ event, policy }) => `${event.name}: ${policy}`);
  expect([...routes.toSorted(), ...messages.toSorted()]).toMatchSnapshot();
});

it('serves every route of the contract once, and no other', () => {
  expect(declared.routes().map(({ route }) => nameOf(route)).toSorted()).toEqual(allRoutes.map(nameOf).toSorted());
});

it('lets the router know of nothing else', () => {
  const { router } = (system.api as NestExpressApplication).getHttpAdapter().getInstance() as { router: { stack: { route?: { path: string; methods: Record<string, boolean> } }[] } };
  const served = router.stack.flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : []));
  expect(served.toSorted()).toEqual(allRoutes.map(nameOf).toSorted());
});

it('answers every socket message of the contract once, and no other', () => {
  expect(declared.events().map(({ event }) => event.name).toSorted()).toEqual(allEvents.map(({ name }) => name).toSorted());
});

it('documents every route with what it takes and gives', async () => {
  const { body } = await system.client().get('/api/openapi.json');
  const paths = body.paths as Record<string, Record<string, Operation>>;
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody, responses }]) => ({
      name: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      parameters: parameters.map(({ name, schema }) => (Object.keys(schema).length > 0 ? name : `${name} of any kind`)).toSorted(),
      body: keysOf(requestBody?.content['application/json']?.schema),
      answers: Object.entries(responses).map(([status, { content }]) => `${status} ${content ? Object.values(content).every(({ schema }) => Object.keys(schema).length > 0) : 'empty'}`),
    })),
  );
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  expect(documented.toSorted(byName)).toEqual(
    allRoutes
      .map((route) => ({
        name: nameOf(route),
        parameters: [...Object.keys(route.params?.shape ?? {}), ...Object.keys(route.query?.shape ?? {}), ...(route.idempotent ? ['Idempotency-Key'] : [])].toSorted(),
        body: route.body instanceof z.ZodObject ? Object.keys(route.body.shape).toSorted() : [],
        answers: [`${route.status} ${route.response ? true : 'empty'}`, 'default true'],
      }))
      .toSorted(byName),
  );
});

it('refuses unknown keys in everything that comes in, at every depth', () => {
  const inputs: [string, z.ZodType | undefined][] = [
    ...allRoutes.flatMap((route): [string, z.ZodType | undefined][] => [[`${nameOf(route)} body`, route.body], [`${nameOf(route)} query`, route.query]]),
    ...allEvents.map(({ name, payload }): [string, z.ZodType] => [name, payload]),
  ];
  expect(inputs.flatMap(([name, schema]) => (schema ? lax(schema, name) : []))).toEqual([]);
  expect(lax(z.strictObject({ list: z.array(z.object({ a: z.string() })).optional() }), 'probe')).toEqual(['probe.list lets unknown keys through']);
});

it('carries out every order of the outbox', () => {
  const handlers = system.worker!.get(OutboxHandlers, { strict: false });
  const names = outboxKind.options.map((kind) => handlers.of(kind).constructor.name);
  expect(new Set(names).size).toBe(outboxKind.options.length);
});

interface Operation {
  readonly parameters: readonly { name: string; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema: object }> };
  readonly responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

function keysOf(schema: { properties?: object } | undefined): string[] {
  return Object.keys(schema?.properties ?? {}).toSorted();
}

/** Objects of a schema that let unknown keys through, and parts that accept anything. */
function lax(schema: z.ZodType, path: string): string[] {
  if (schema instanceof z.ZodObject) {
    const open = schema.def.catchall instanceof z.ZodNever ? [] : [`${path} lets unknown keys through`];
    return [...open, ...Object.entries(schema.shape).flatMap(([key, inner]) => lax(inner as z.ZodType, `${path}.${key}`))];
  }
  if (schema instanceof z.ZodAny || schema instanceof z.ZodUnknown) return [`${path} is anything`];
  if (schema instanceof z.ZodArray) return lax(schema.element as z.ZodType, path);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => lax(option as z.ZodType, path));
  if (schema instanceof z.ZodPipe) return lax(schema.in as z.ZodType, path);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) return lax(schema.unwrap() as z.ZodType, path);
  return [];
}
