import { z } from 'zod';
import { id, language, line, localised, timeZone } from './fields.js';
import { route } from './route.js';

/** What a person may do in a centre; a person may hold several. */
export const assignmentRole = z.enum(['professional', 'expert', 'coordinator', 'admin']);
export type AssignmentRole = z.infer<typeof assignmentRole>;

/** A person as others see them: name, profession, organisation. */
export const personCard = z.object({
  personId: id,
  name: z.string(),
  profession: z.object({ code: z.string(), name: localised }).nullable(),
  organisation: z.object({ id, name: localised }),
});
export type PersonCard = z.infer<typeof personCard>;

export const centreCard = z.object({ id, name: localised, timeZone: z.string() });

export const me = z.object({
  person: personCard.extend({ email: z.string(), language, timeZone: z.string() }),
  assignments: z.array(z.object({ role: assignmentRole, centre: centreCard.nullable() })),
  /** The centre chosen for this session; null for people without one. */
  activeCentre: centreCard.nullable(),
});
export type Me = z.infer<typeof me>;

export const demoPerson = z.object({
  email: z.string(),
  name: z.string(),
  profession: localised.nullable(),
  organisation: localised,
  roles: z.array(assignmentRole),
  centre: localised.nullable(),
});

export const sessionRoutes = {
  create: route({
    method: 'POST',
    path: '/api/sessions',
    summary: 'Sign in with e-mail address and password; sets the session cookie',
    status: 201,
    body: z.strictObject({ email: z.string().trim().min(3).max(254), password: z.string().min(1).max(200) }),
    response: me,
  }),
  endCurrent: route({ method: 'DELETE', path: '/api/sessions/current', summary: 'Sign out here', status: 204 }),
  endAll: route({ method: 'DELETE', path: '/api/sessions', summary: 'Sign out everywhere', status: 204 }),
};

export const meRoutes = {
  get: route({ method: 'GET', path: '/api/me', summary: 'The signed-in person', status: 200, response: me }),
  update: route({
    method: 'PATCH',
    path: '/api/me',
    summary: 'Change own language, time zone or the centre one works in now',
    status: 200,
    body: z.strictObject({ language: language.optional(), timeZone: timeZone.optional(), activeCentreId: id.optional() }),
    response: me,
  }),
};

export const peopleRoutes = {
  search: route({
    method: 'GET',
    path: '/api/people',
    summary: 'Colleagues by name, for sharing a case or inviting',
    status: 200,
    query: z.strictObject({ q: line(100) }),
    response: z.object({ items: z.array(personCard) }),
  }),
};

export const demoRoutes = {
  people: route({
    method: 'GET',
    path: '/api/demo/people',
    summary: 'Fictional people one can sign in as; exists only in a demo on loopback',
    status: 200,
    response: z.object({ items: z.array(demoPerson) }),
  }),
  signIn: route({
    method: 'POST',
    path: '/api/demo/sessions',
    summary: 'Sign in as a fictional person; exists only in a demo on loopback',
    status: 201,
    body: z.strictObject({ email: z.string().trim().min(3).max(254) }),
    response: me,
  }),
};
