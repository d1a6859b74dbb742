import { z } from 'zod';
import { personCard } from './accounts.js';
import { cursor, language, line } from './fields.js';
import { professionCode, themeCode } from './reference.js';
import { route } from './route.js';

/** A person of the expert bank. */
export const expert = personCard.extend({
  themes: z.array(z.string()),
  languages: z.array(z.string()),
  areaCode: z.string().nullable(),
});
export type Expert = z.infer<typeof expert>;

export const expertRoutes = {
  list: route({
    method: 'GET',
    path: '/api/experts',
    summary: 'Experts by name, profession, theme, language and area, in order of name',
    status: 200,
    query: z.strictObject({
      q: line(100).optional(),
      profession: professionCode.optional(),
      theme: themeCode.optional(),
      /** A language the expert works in. */
      language: language.optional(),
      area: z.string().max(40).optional(),
      cursor: cursor.optional(),
    }),
    response: z.object({ items: z.array(expert), total: z.int(), next: z.string().nullable() }),
  }),
};
