import { problem, type RouteDefinition } from '@app/contracts';
import { z } from 'zod';

/** The OpenAPI 3.1 document of a list of routes, made from their schemas. */
export function openApiDocument(routes: readonly RouteDefinition[]): { openapi: string; [key: string]: unknown } {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Neuvo', version: '1', description: 'Booking and holding multiprofessional virtual consultations.' },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'session' } },
    },
  };
}

function operation(route: RouteDefinition): Record<string, unknown> {
  const body = route.body && { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } };
  const answer = route.response && { 'application/json': { schema: schemaOf(route.response, 'output') } };
  return {
    summary: route.summary,
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(route.idempotent ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 200 } }] : []),
    ],
    ...(body && { requestBody: body }),
    responses: {
      [route.status]: { description: 'Success', ...(answer && { content: answer }) },
      default: { description: 'Problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

function parameters(schema: z.ZodObject | undefined, place: 'path' | 'query'): unknown[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(field as z.ZodType, undefined).success,
    schema: schemaOf(field as z.ZodType, 'input'),
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}
