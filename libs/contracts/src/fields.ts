import { z } from 'zod';

/** Identifier: UUID (version 7 when made here); capital letters are the same id. */
export const id = z.uuid().toLowerCase();

/** Instant: ISO 8601 in UTC with milliseconds, e.g. `2027-03-18T07:00:00.000Z`. */
export const instant = z.iso.datetime();

/** Calendar date without a time, ISO 8601. */
export const date = z.iso.date();

/** IANA time zone name, e.g. `Europe/Helsinki`. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'not an IANA time zone' })
  .meta({ description: 'IANA time zone name' });

/** Wall-clock time in a zone. `offset` chooses between the two instants of a doubled hour. */
export const localStart = z.strictObject({
  local: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must look like 2027-03-18T09:00'),
  timeZone,
  offset: z
    .string()
    .regex(/^[+-]\d{2}:\d{2}$/)
    .optional(),
});

/** Length of a meeting in minutes. */
export const durationMinutes = z.int().min(15).max(480).multipleOf(5);

/** Optimistic version of a row: send back the one you have seen. */
export const version = z.int32().min(1);

/** Opaque position in a list. */
export const cursor = z.string().min(1).max(500);

/** Language of the interface and of messages. */
export const language = z.enum(['fi', 'sv', 'en']);
export type Language = z.infer<typeof language>;

/** The same words in the three languages. */
export const localised = z.object({ fi: z.string(), sv: z.string(), en: z.string() });
export type Localised = z.infer<typeof localised>;

/** One line of text: trimmed, no line breaks or other control characters. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), { error: 'must be one line' });
}

/** Free text, several lines allowed. */
export function text(max: number) {
  return z.string().max(max);
}

const knownTimeZones = new Set<string>();
/** Names that Intl takes from ICU, such as ACT: they are not in the IANA database, and Temporal refuses them. */
const ownNamesOfIcu = /^(AC|AE|AG|AR|AS|BE|BS|CA|CN|CS|CT|EA|EC|IE|IS|JS|MI|NE|NS|PL|PN|PR|PS|SS|VS)T$/i;

/** Asking Intl costs more than the rest of a request's checks; it knows some hundred names. */
function isTimeZone(name: string): boolean {
  try {
    if (knownTimeZones.has(name)) return true;
    const known = /^[A-Za-z]/.test(name) && !ownNamesOfIcu.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
    if (known) knownTimeZones.add(name);
    return known;
  } catch {
    return false;
  }
}
