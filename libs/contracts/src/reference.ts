import { z } from 'zod';
import { id, localised } from './fields.js';
import { route } from './route.js';

/** Age bands of children and young people, in years; a birth date or an exact age is never stored. */
export const ageBands = ['0-2', '3-6', '7-9', '10-12', '13-15', '16-17', '18-22'] as const;

/** One age band; an en dash is accepted too. */
export const ageBand = z
  .string()
  .transform((band) => band.replace('–', '-'))
  .pipe(z.enum(ageBands));
export type AgeBand = z.output<typeof ageBand>;

/** Code of a wellbeing services county, Helsinki or HUS, e.g. `keski-suomi`; the Finnish name is accepted too. */
export const countyCode = z.string().trim().min(1).max(40).transform(toCode);

/** Code of a theme, e.g. `T11`. */
export const themeCode = z.string().trim().toUpperCase().regex(/^T\d{2}$/);

/** Code of a profession, e.g. `CPS` (child psychiatrist). */
export const professionCode = z.string().trim().toUpperCase().regex(/^[A-Z]{2,4}$/);

const coded = z.object({ code: z.string(), name: localised });

export const reference = z.object({
  areas: z.array(coded),
  centres: z.array(z.object({ id, areaCode: z.string(), name: localised, timeZone: z.string() })),
  counties: z.array(coded.extend({ areaCode: z.string(), bilingual: z.boolean() })),
  organisations: z.array(z.object({ id, name: localised, areaCode: z.string().nullable() })),
  professions: z.array(coded),
  themes: z.array(coded),
  ageBands: z.array(z.string()),
});
export type Reference = z.infer<typeof reference>;

export const referenceRoutes = {
  get: route({
    method: 'GET',
    path: '/api/reference',
    summary: 'Areas, centres, counties, organisations, professions, themes and age bands valid today',
    status: 200,
    response: reference,
  }),
};

function toCode(name: string): string {
  return name.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/\s+/g, '-');
}
