import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';

const pageSize = 50;

export interface ExpertFilter {
  /** Words of the name. */
  readonly q?: string | undefined;
  readonly profession?: string | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
  readonly area?: string | undefined;
  /** Name and id of the last row of the page before. */
  readonly after: readonly string[] | null;
  readonly on: Date;
}

export interface ExpertRow {
  readonly personId: string;
  readonly name: string;
  readonly themes: string[];
  readonly languages: string[];
  readonly areaCode: string | null;
}

@Injectable()
export class ExpertsRepository {
  /** One page of live experts, the number of all that fit, and whether more follow. */
  async find(tx: Tx, filter: ExpertFilter): Promise<{ rows: ExpertRow[]; total: number; more: boolean }> {
    const where = `person.disabled_at IS NULL
      AND EXISTS (SELECT FROM assignment WHERE assignment.person_id = person.id AND role = 'expert' AND valid_from <= ($1::timestamptz AT TIME ZONE 'UTC')::date AND (valid_to IS NULL OR valid_to > ($1::timestamptz AT TIME ZONE 'UTC')::date))
      AND ($2::text IS NULL OR person.name ILIKE '%' || $2 || '%')
      AND ($3::text IS NULL OR person.profession_code = $3)
      AND ($4::text IS NULL OR expert.themes @> ARRAY[$4])
      AND ($5::text IS NULL OR expert.languages @> ARRAY[$5])
      AND ($6::text IS NULL OR organisation.area_code = $6)`;
    const from = `FROM expert JOIN person ON person.id = expert.person_id JOIN organisation ON organisation.id = person.organisation_id`;
    const values = [filter.on, filter.q?.replace(/[\\%_]/g, '\\$&') ?? null, filter.profession ?? null, filter.theme ?? null, filter.language ?? null, filter.area ?? null];
    const counted = await tx.query<{ total: number }>(`SELECT count(*)::int AS total ${from} WHERE ${where}`, values);
    const rows = await tx.query<ExpertRow>(
      `SELECT person.id AS "personId", person.name, expert.themes, expert.languages, organisation.area_code AS "areaCode" ${from}
       WHERE ${where} AND ($7::text IS NULL OR (person.name, person.id) > ($7, $8::uuid))
       ORDER BY person.name, person.id LIMIT ${pageSize + 1}`,
      [...values, filter.after?.[0] ?? null, filter.after?.[1] ?? null],
    );
    return { rows: rows.slice(0, pageSize), total: counted[0]?.total ?? 0, more: rows.length > pageSize };
  }
}
