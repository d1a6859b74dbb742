import type { OutputOf, routes } from '@app/contracts';
import { Clock, DomainError } from '@app/kernel';
import { Config, Database } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { PersonEntity } from './accounts.entity.js';
import { PeopleService } from './people.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** The list of fictional people at sign-in. */
@Injectable()
export class DemoService {
  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly people: PeopleService,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @throws {DomainError} `not_found` outside a demo */
  async list(): Promise<OutputOf<typeof routes.demo.people>> {
    if (!this.config.demo) throw new DomainError('not_found');
    return this.database.read(async (tx) => {
      const demo = await tx.repo(PersonEntity).find({ where: { demo: true }, order: { id: 'ASC' } });
      const cards = await this.people.cards(tx, demo.map((person) => person.id));
      const items = [];
      for (const person of demo) {
        const card = cards.get(person.id);
        const assignments = await this.repository.findAssignments(tx, person.id, this.clock.now());
        if (!card) continue;
        items.push({
          email: person.email,
          name: person.name,
          profession: card.profession?.name ?? null,
          organisation: card.organisation.name,
          roles: [...new Set(assignments.map((one) => one.role))],
          centre: assignments.find((one) => one.centre)?.centre?.name ?? null,
        });
      }
      return { items };
    });
  }
}
