import { createHash } from 'node:crypto';
import type { Tx } from '@app/platform';
import { areas, areasInForce } from './data/areas.js';
import { professions, themes } from './data/terms.js';

/**
 * Writes the areas, counties, centres, professions and themes that belong to every installation. Safe to run at each
 * start: names are brought up to date, settings a centre has changed stay.
 */
export async function seedReference(tx: Tx): Promise<void> {
  await seedAreas(tx);
  await seedTerms(tx, 'profession', professions);
  await seedTerms(tx, 'theme', themes);
}

/** Id of the organisation with a code; the same in every installation. */
export function organisationId(code: string): string {
  return idFromName(`organisation:${code}`);
}

/** Id of the OT centre of an area; the same in every installation. */
export function centreId(areaCode: string): string {
  return idFromName(`centre:${areaCode}`);
}

async function seedAreas(tx: Tx): Promise<void> {
  for (const area of areas) {
    const centre = centreId(area.code);
    await tx.query(
      `INSERT INTO area (code, name_fi, name_sv, name_en, valid_from) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (code) DO UPDATE SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, name_en = excluded.name_en`,
      [area.code, area.fi, area.sv, area.en, areasInForce],
    );
    await tx.query(
      `INSERT INTO centre (id, area_code, name_fi, name_sv, name_en, time_zone) VALUES ($1, $2, $3, $4, $5, 'Europe/Helsinki')
       ON CONFLICT (id) DO NOTHING`,
      [centre, area.code, `${area.genitive} OT-keskus`, `OT-centret i ${area.sv}`, `OT centre of ${area.en}`],
    );
    for (const [code, kind, fi, sv, en, bilingual] of area.members) {
      await tx.query(
        `INSERT INTO organisation (id, code, kind, name_fi, name_sv, name_en, area_code, bilingual, valid_from)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (code) DO UPDATE SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, name_en = excluded.name_en`,
        [organisationId(code), code, kind, fi, sv, en, area.code, bilingual, areasInForce],
      );
      await tx.query(
        `INSERT INTO county_centre (county_code, centre_id, valid_from) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [code, centre, areasInForce],
      );
    }
  }
}

async function seedTerms(tx: Tx, table: 'profession' | 'theme', terms: readonly (readonly [string, string, string, string])[]): Promise<void> {
  for (const [position, term] of terms.entries()) {
    await tx.query(
      `INSERT INTO ${table} (code, name_fi, name_sv, name_en, position) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (code) DO UPDATE SET name_fi = excluded.name_fi, name_sv = excluded.name_sv, name_en = excluded.name_en, position = excluded.position`,
      [...term, position],
    );
  }
}

/** A stable UUID (version 8, RFC 9562) made from a name. */
function idFromName(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
