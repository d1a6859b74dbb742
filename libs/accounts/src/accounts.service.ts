import type { AssignmentRole, Language } from '@app/contracts';
import { Clock, newId } from '@app/kernel';
import type { Tx } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { AssignmentEntity, PersonEntity } from './accounts.entity.js';
import { hashPassword } from './passwords.js';

/** A person to be made, with the roles they hold from today on. */
export interface NewPerson {
  readonly id?: string;
  readonly email: string;
  readonly password: string | null;
  readonly name: string;
  readonly professionCode: string | null;
  readonly organisationId: string;
  readonly language?: Language;
  /** IANA zone. */
  readonly timeZone?: string;
  readonly demo?: boolean;
  readonly assignments: readonly { role: AssignmentRole; centreId: string | null }[];
}

/** Making people and seeing them off: used by the administrator's command and the demo. */
@Injectable()
export class AccountsService {
  constructor(private readonly clock: Clock) {}

  /** Makes a person and the roles; the id is returned. An address that is taken breaks the constraint `person_email`. */
  async create(tx: Tx, person: NewPerson): Promise<string> {
    const id = person.id ?? newId();
    const now = this.clock.now();
    await tx.repo(PersonEntity).insert({
      id,
      email: person.email.trim().toLowerCase(),
      passwordHash: person.password === null ? null : await hashPassword(person.password),
      name: person.name,
      professionCode: person.professionCode,
      organisationId: person.organisationId,
      language: person.language ?? 'fi',
      timeZone: person.timeZone ?? 'Europe/Helsinki',
      demo: person.demo ?? false,
      disabledAt: null,
      createdAt: now,
    });
    for (const assignment of person.assignments) {
      await tx.repo(AssignmentEntity).insert({ id: newId(), personId: id, ...assignment, validFrom: now.toISOString().slice(0, 10), validTo: null });
    }
    return id;
  }

  /** From now on the person cannot sign in or be invited; what they took part in stays. Null for an unknown or deactivated address. */
  async deactivate(tx: Tx, email: string): Promise<{ id: string; name: string } | null> {
    const person = await tx.repo(PersonEntity).findOneBy({ email: email.trim().toLowerCase(), disabledAt: IsNull() });
    if (person) await tx.repo(PersonEntity).update({ id: person.id }, { disabledAt: this.clock.now() });
    return person && { id: person.id, name: person.name };
  }
}
