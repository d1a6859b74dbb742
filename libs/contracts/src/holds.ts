import { z } from 'zod';
import { personCard } from './accounts.js';
import { panelNeeds, panelPeople } from './calendar.js';
import { invitationHeader } from './consultations.js';
import { durationMinutes, id, instant, line, localStart, version } from './fields.js';
import { route } from './route.js';

/** `if_needed` counts when no time can be had without it. */
export const timeAnswer = z.enum(['works', 'if_needed', 'no']);
export type TimeAnswer = z.infer<typeof timeAnswer>;

/** Open until one of its times is confirmed, it is released by hand, or it expires. */
export const holdState = z.enum(['open', 'confirmed', 'released', 'expired']);
export type HoldState = z.infer<typeof holdState>;

/** What one person has said of one time. */
export const personTime = z.object({
  timeId: id,
  /** Null: not answered yet. */
  answer: timeAnswer.nullable(),
  /** Whether the time is kept free in the person's calendar; answering `works` tries to take it. */
  held: z.boolean(),
});

export const heldTime = z.object({
  id,
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['open', 'confirmed', 'released']),
  /** How far it is; null for those who may not see the others. */
  standing: z
    .object({
      roles: z.array(z.object({ role: z.string(), have: z.int(), k: z.int(), required: z.boolean() })),
      /** Required people outside the roles who have not said yes. */
      missingPersonIds: z.array(id),
      works: z.int(),
      ifNeeded: z.int(),
      no: z.int(),
      waiting: z.int(),
      /** Whether the answers still to come can complete it. */
      reachable: z.boolean(),
    })
    .nullable(),
});

export const heldPerson = personCard.extend({
  participationId: id,
  required: z.boolean(),
  /** Roles the person could take a seat of; empty for those who come whatever their role. */
  roles: z.array(z.string()),
  /** `substitute`: not asked yet. `stood_down`: no longer needed. */
  standing: z.enum(['asked', 'substitute', 'stood_down']),
  respondedAt: instant.nullable(),
  times: z.array(personTime),
});

/** Times kept for a panel until its people have answered. Its id is the id of the consultation it becomes. */
export const hold = z.object({
  id,
  state: holdState,
  version,
  durationMinutes: z.int(),
  timeZone: z.string(),
  /** From here on the times are free again. */
  expiresAt: instant,
  header: invitationHeader,
  /** Who holds the times; null for those who may not see the others. */
  heldBy: personCard.nullable(),
  case: z.object({ id, number: z.string(), title: z.string().nullable() }).nullable(),
  releaseReason: z.string().nullable(),
  times: z.array(heldTime),
  needs: z.array(z.object({ role: z.string(), k: z.int(), required: z.boolean() })),
  /** Oneself only, for those who may not see the others. */
  people: z.array(heldPerson),
  my: z.object({
    participationId: id.nullable(),
    times: z.array(personTime),
    may: z.object({ answer: z.boolean(), confirm: z.boolean(), release: z.boolean() }),
  }),
});
export type Hold = z.infer<typeof hold>;

const params = z.object({ id });
const answersToTimes = z
  .array(z.strictObject({ timeId: id, answer: timeAnswer }))
  .min(1)
  .max(5)
  .refine((answers) => new Set(answers.map(({ timeId }) => timeId)).size === answers.length, { error: 'answers a time twice' });

export const holdRoutes = {
  create: route({
    method: 'POST',
    path: '/api/holds',
    summary: 'Keep up to five times for a panel and ask its people; the first time that completes the panel confirms itself',
    status: 201,
    idempotent: true,
    body: z.strictObject({
      caseId: id,
      /** People who come or are wanted whatever their role; the caller (for a coordinator the first owner of the case) is required too. */
      participants: panelPeople.default([]),
      needs: panelNeeds.default([]),
      durationMinutes,
      times: z.array(localStart).min(1).max(5),
    }),
    response: hold,
  }),
  list: route({
    method: 'GET',
    path: '/api/holds',
    summary: 'Open holds: those one is asked in or manages, or those of the centre one coordinates; first time first',
    status: 200,
    query: z.strictObject({ scope: z.enum(['mine', 'centre']).default('mine'), caseId: id.optional() }),
    response: z.object({ items: z.array(hold) }),
  }),
  get: route({ method: 'GET', path: '/api/holds/:id', summary: 'One hold, as much of it as the reader may see', status: 200, params, response: hold }),
  answer: route({
    method: 'POST',
    path: '/api/holds/:id/answers',
    summary: 'Say which of the times work for oneself; saying yes to any includes "I am not disqualified"',
    status: 200,
    params,
    body: z.strictObject({ answers: answersToTimes, notDisqualified: z.boolean().optional() }).superRefine(({ answers, notDisqualified }, context) => {
      if (answers.some(({ answer }) => answer !== 'no') && notDisqualified !== true) {
        context.addIssue({ code: 'custom', path: ['notDisqualified'], message: 'must be true when a time works' });
      }
    }),
    response: hold,
  }),
  confirm: route({
    method: 'POST',
    path: '/api/holds/:id/confirm',
    summary: 'Confirm one of the times by hand; those who have not answered are invited to it',
    status: 200,
    idempotent: true,
    params,
    body: z.strictObject({ version, timeId: id }),
    response: hold,
  }),
  release: route({
    method: 'POST',
    path: '/api/holds/:id/release',
    summary: 'Give all times free again; everybody asked is told',
    status: 200,
    idempotent: true,
    params,
    body: z.strictObject({ version, reason: line(300) }),
    response: hold,
  }),
};
