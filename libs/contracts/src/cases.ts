import { z } from 'zod';
import { personCard } from './accounts.js';
import { cursor, id, instant, language, line, text, version } from './fields.js';
import { ageBand, countyCode, themeCode } from './reference.js';
import { route } from './route.js';

/** Sections of the case summary in their fixed order. */
export const sectionName = z.enum(['question', 'background', 'tried', 'childView', 'hopes']);
export type SectionName = z.infer<typeof sectionName>;

export const sectionText = text(20_000);

/** One to three questions, one per line. */
export const question = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine((lines) => lines.split(/[\n\r\u2028\u2029]/).filter((one) => one.trim()).length <= 3, { error: 'at most three questions, one per line' });

const freeSections = z.strictObject({
  background: sectionText.optional(),
  tried: sectionText.optional(),
  childView: sectionText.optional(),
  hopes: sectionText.optional(),
});

/** Where the case is on its way; more states come with triage and outcomes. */
export const caseState = z.enum(['submitted', 'times_open', 'booked', 'in_session', 'closed']);
export type CaseState = z.infer<typeof caseState>;

/** How the reader is related to the case; decides what is shown. */
export const caseRelation = z.enum(['owner', 'coordinator', 'invited', 'expert']);
export type CaseRelation = z.infer<typeof caseRelation>;

export const section = z.object({
  version,
  text: z.string(),
  updatedAt: instant,
  updatedBy: z.object({ personId: id, name: z.string() }),
});
export type Section = z.infer<typeof section>;

export const caseHeader = z.object({
  id,
  /** Null for those who are invited and have not accepted. */
  number: z.string().nullable(),
  state: caseState,
  version,
  centreId: id,
  county: z.string(),
  themes: z.array(z.string()),
  ageBand: z.string(),
  language,
  createdAt: instant,
});

export const caseDetail = caseHeader.extend({
  relation: caseRelation,
  owners: z.array(personCard),
  /** Present only for those who may read the case. */
  content: z.object({ title: z.string(), sections: z.record(sectionName, section) }).nullable(),
  /** `edit`: write the sections; `share`: change title, themes, age band, language and owners. */
  may: z.object({ edit: z.boolean(), share: z.boolean(), book: z.boolean() }),
});
export type CaseDetail = z.infer<typeof caseDetail>;

export const caseListItem = caseHeader.extend({
  relation: caseRelation,
  /** Null for those who see the header only. */
  title: z.string().nullable(),
});
export type CaseListItem = z.infer<typeof caseListItem>;

const caseParams = z.object({ id });

export const caseRoutes = {
  create: route({
    method: 'POST',
    path: '/api/cases',
    summary: 'Open a case: numbered and submitted to the centre of its county',
    status: 201,
    body: z.strictObject({
      title: line(120),
      question,
      themes: z.array(themeCode).min(1).max(3),
      ageBand,
      county: countyCode,
      language,
      sections: freeSections.optional(),
      /** Colleagues who own the case together with the caller. */
      coOwnerIds: z.array(id).max(3).optional(),
    }),
    response: caseDetail,
  }),
  list: route({
    method: 'GET',
    path: '/api/cases',
    summary: 'Cases one has a live relation to or coordinates, newest first',
    status: 200,
    query: z.strictObject({
      /** `mine`: with a live relation of one's own; `centre`: of the centres one coordinates. Default: both. */
      scope: z.enum(['mine', 'centre']).optional(),
      state: caseState.optional(),
      cursor: cursor.optional(),
    }),
    response: z.object({ items: z.array(caseListItem), next: z.string().nullable() }),
  }),
  get: route({
    method: 'GET',
    path: '/api/cases/:id',
    summary: 'One case; opening the content is audited',
    status: 200,
    params: caseParams,
    response: caseDetail,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/cases/:id',
    summary: 'Change the title, themes, age band or language of a case',
    status: 200,
    params: caseParams,
    body: z.strictObject({
      version,
      title: line(120).optional(),
      themes: z.array(themeCode).min(1).max(3).optional(),
      ageBand: ageBand.optional(),
      language: language.optional(),
    }),
    response: caseDetail,
  }),
  updateSection: route({
    method: 'PATCH',
    path: '/api/cases/:id/sections/:section',
    summary: 'Save one section of the summary; a stale version answers 409 with the current one',
    status: 200,
    params: z.object({ id, section: sectionName }),
    body: z.strictObject({ version, text: sectionText }),
    response: section,
  }),
  addOwner: route({
    method: 'POST',
    path: '/api/cases/:id/owners',
    summary: 'Share the ownership of a case with a colleague',
    status: 200,
    params: caseParams,
    body: z.strictObject({ personId: id }),
    response: caseDetail,
  }),
};
