import type { AssignmentRole, InputOf, Language, OutputOf, PersonCard, routes } from '@app/contracts';
import { Clock } from '@app/kernel';
import { AccessService, type Actor, Database, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { mayReadDirectory } from './accounts.policy.js';

/** How to reach a person. */
export interface Contact {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** IANA zone. */
  readonly timeZone: string;
  readonly disabled: boolean;
}

interface CardRow {
  id: string;
  name: string;
  profession_code: string | null;
  profession_fi: string | null;
  profession_sv: string | null;
  profession_en: string | null;
  organisation_id: string;
  organisation_fi: string;
  organisation_sv: string;
  organisation_en: string;
}

const cardColumns = `person.id, person.name, person.profession_code,
  profession.name_fi AS profession_fi, profession.name_sv AS profession_sv, profession.name_en AS profession_en,
  organisation.id AS organisation_id, organisation.name_fi AS organisation_fi, organisation.name_sv AS organisation_sv, organisation.name_en AS organisation_en`;
const cardJoins = `LEFT JOIN profession ON profession.code = person.profession_code
  JOIN organisation ON organisation.id = person.organisation_id`;

/** People as others need them: cards to show, contacts to write to. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** Colleagues whose name contains the words, at most twenty. */
  async search(actor: Actor, { query }: InputOf<typeof routes.people.search>): Promise<OutputOf<typeof routes.people.search>> {
    this.access.ask('directory.read', mayReadDirectory(actor));
    return this.database.read(async (tx) => {
      const rows = await tx.query<CardRow>(
        `SELECT ${cardColumns} FROM person ${cardJoins}
         WHERE person.name ILIKE '%' || $1 || '%' AND person.disabled_at IS NULL AND person.id <> $2
           AND EXISTS (SELECT FROM assignment WHERE assignment.person_id = person.id AND role <> 'admin'
                         AND valid_from <= $3::date AND (valid_to IS NULL OR valid_to > $3::date))
         ORDER BY person.name, person.id LIMIT 20`,
        [query.q.replace(/[\\%_]/g, '\\$&'), actor.personId, this.today()],
      );
      return { items: rows.map(toCard) };
    });
  }

  /** Name, profession and organisation of the people that exist. */
  async cards(tx: Tx, personIds: readonly string[]): Promise<Map<string, PersonCard>> {
    if (personIds.length === 0) return new Map();
    const rows = await tx.query<CardRow>(`SELECT ${cardColumns} FROM person ${cardJoins} WHERE person.id = ANY($1::uuid[])`, [personIds]);
    return new Map(rows.map((row) => [row.id, toCard(row)]));
  }

  /** Address, language and zone of the people that exist. */
  async contacts(tx: Tx, personIds: readonly string[]): Promise<Map<string, Contact>> {
    if (personIds.length === 0) return new Map();
    const rows = await tx.query<{ id: string; name: string; email: string; language: Language; time_zone: string; disabled: boolean }>(
      `SELECT id, name, email, language, time_zone, disabled_at IS NOT NULL AS disabled FROM person WHERE id = ANY($1::uuid[])`,
      [personIds],
    );
    return new Map(
      rows.map((row) => [
        row.id,
        { personId: row.id, name: row.name, email: row.email, language: row.language, timeZone: row.time_zone, disabled: row.disabled },
      ]),
    );
  }

  /** Which of the people are unknown or no longer here. */
  async gone(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
    const contacts = await this.contacts(tx, personIds);
    return new Set(personIds.filter((id) => contacts.get(id)?.disabled ?? true));
  }

  /** People who coordinate a centre now. */
  async coordinatorsOf(tx: Tx, centreId: string): Promise<string[]> {
    const rows = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT assignment.person_id FROM assignment JOIN person ON person.id = assignment.person_id
       WHERE role = 'coordinator' AND centre_id = $1 AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to > $2::date)
         AND person.disabled_at IS NULL`,
      [centreId, this.today()],
    );
    return rows.map((row) => row.person_id);
  }

  /** Which of the people hold one of the roles now. */
  async holders(tx: Tx, personIds: readonly string[], roles: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT assignment.person_id FROM assignment JOIN person ON person.id = assignment.person_id
       WHERE assignment.person_id = ANY($1::uuid[]) AND role = ANY($2::text[]) AND person.disabled_at IS NULL
         AND valid_from <= $3::date AND (valid_to IS NULL OR valid_to > $3::date)`,
      [personIds, roles, this.today()],
    );
    return new Set(rows.map((row) => row.person_id));
  }

  /** Assignments that a person holds now; empty for somebody unknown, and unless asked for, for somebody disabled. */
  async assignments(tx: Tx, personId: string, { disabledToo = false } = {}): Promise<{ role: AssignmentRole; centreId: string | null }[]> {
    return tx.query(
      `SELECT role, centre_id AS "centreId" FROM assignment JOIN person ON person.id = assignment.person_id
       WHERE person_id = $1 AND ($3 OR person.disabled_at IS NULL) AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to > $2::date)
       ORDER BY role, centre_id`,
      [personId, this.today(), disabledToo],
    );
  }

  private today(): string {
    return this.clock.now().toISOString().slice(0, 10);
  }
}

function toCard(row: CardRow): PersonCard {
  return {
    personId: row.id,
    name: row.name,
    profession: row.profession_code
      ? { code: row.profession_code, name: { fi: row.profession_fi ?? '', sv: row.profession_sv ?? '', en: row.profession_en ?? '' } }
      : null,
    organisation: { id: row.organisation_id, name: { fi: row.organisation_fi, sv: row.organisation_sv, en: row.organisation_en } },
  };
}
