import { hasRole, PeopleService } from '@app/accounts';
import type { InputOf, OutputOf, routes } from '@app/contracts';
import { Clock, keyPart, readCursor, writeCursor } from '@app/kernel';
import { AccessService, type Actor, Database, type Decision, type Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { ExpertEntity } from './expert.entity.js';
import { type ExpertFilter, ExpertsRepository } from './experts.repository.js';

/** The expert bank: who can be asked, by profession, theme, language and area. */
@Injectable()
export class ExpertsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ExpertsRepository,
    private readonly people: PeopleService,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  /** Experts in order of name, fifty at a time. */
  async list(actor: Actor, { query }: InputOf<typeof routes.experts.list>): Promise<OutputOf<typeof routes.experts.list>> {
    this.access.ask('directory.read', mayListExperts(actor));
    const filter: ExpertFilter = { ...query, after: readCursor(query.cursor, [keyPart.text, keyPart.id]), on: this.clock.now() };
    return this.database.read(async (tx) => {
      const { rows, total, more } = await this.repository.find(tx, filter);
      const cards = await this.people.cards(tx, rows.map((row) => row.personId));
      const last = rows.at(-1);
      return {
        items: rows.flatMap((row) => {
          const card = cards.get(row.personId);
          return card ? [{ ...card, themes: row.themes, languages: row.languages, areaCode: row.areaCode }] : [];
        }),
        total,
        next: more && last ? writeCursor([last.name, last.personId]) : null,
      };
    });
  }

  /** Experts of a profession in order of name, at most fifty. */
  async ofProfession(tx: Tx, profession: string): Promise<string[]> {
    const { rows } = await this.repository.find(tx, { profession, after: null, on: this.clock.now() });
    return rows.map(({ personId }) => personId);
  }

  /** Adds a person to the expert bank, or changes what it says. */
  async describe(tx: Tx, expert: { personId: string; themes: string[]; languages: string[] }): Promise<void> {
    await tx.repo(ExpertEntity).save(expert);
  }
}

/** Professionals, coordinators and experts look for experts. */
export function mayListExperts(actor: Actor): Decision {
  return hasRole(actor, 'professional', 'expert', 'coordinator') ? { allow: true } : { allow: false, as: 'forbidden' };
}
