import { z } from 'zod';
import { route } from './route.js';

export const healthRoutes = {
  live: route({
    method: 'GET',
    path: '/api/health/live',
    summary: 'The process runs',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
  }),
  ready: route({
    method: 'GET',
    path: '/api/health/ready',
    summary: 'The process can do its work: the database answers',
    status: 200,
    response: z.object({ status: z.literal('ok') }),
  }),
  openapi: route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This document',
    status: 200,
    response: z.looseObject({ openapi: z.string() }),
  }),
};
