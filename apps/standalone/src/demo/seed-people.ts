import { AccountsService } from '@app/accounts';
import { CalendarService } from '@app/calendar';
import { newId } from '@app/kernel';
import { Database, type Tx } from '@app/platform';
import { centreId, organisationId } from '@app/reference';
import type { INestApplicationContext } from '@nestjs/common';
import { demoHours } from './hours.js';
import { demoOrganisations, demoPassword, demoPeople, tourPeople, type DemoPerson } from './people.js';

/**
 * Adds the demo people that are missing, but nobody where real people are: the one password of the demo must never open
 * somebody's own database. Returns whether the people of the tour are there.
 */
export async function seedPeople(app: INestApplicationContext, now: Date): Promise<boolean> {
  const accounts = app.get(AccountsService, { strict: false });
  const calendar = app.get(CalendarService, { strict: false });
  return app.get(Database, { strict: false }).transaction(async (tx) => {
    const present = await tx.query<{ email: string; demo: boolean }>('SELECT email, demo FROM person');
    const known = new Set(present.filter(({ demo }) => demo).map(({ email }) => email));
    if (known.size < present.length) return tourPeople.every((email) => known.has(email));
    await seedOrganisations(tx);
    for (const person of demoPeople) if (!known.has(person.email)) await seedPerson(tx, person, { accounts, calendar, now });
    return true;
  });
}

async function seedOrganisations(tx: Tx): Promise<void> {
  for (const { code, kind, fi, sv, en, area } of demoOrganisations) {
    await tx.query(
      `INSERT INTO organisation (id, code, kind, name_fi, name_sv, name_en, area_code, valid_from)
       VALUES ($1, $2, $3, $4, $5, $6, $7, '2022-03-01') ON CONFLICT (code) DO NOTHING`,
      [organisationId(code), code, kind, fi, sv, en, area],
    );
  }
}

async function seedPerson(tx: Tx, person: DemoPerson, { accounts, calendar, now }: { accounts: AccountsService; calendar: CalendarService; now: Date }): Promise<void> {
  const id = await accounts.create(tx, {
    id: newId(),
    email: person.email,
    password: demoPassword,
    name: person.name,
    professionCode: person.profession,
    organisationId: organisationId(person.organisation),
    language: person.language,
    demo: true,
    assignments: person.roles.map(({ role, area }) => ({ role, centreId: area && centreId(area) })),
  });
  if (person.expert) {
    await tx.query('INSERT INTO expert (person_id, themes, languages) VALUES ($1, $2, $3)', [id, person.expert.themes, person.expert.languages]);
  }
  const hours = demoHours(person.email, now);
  if (hours) await calendar.setAvailability(tx, id, hours);
}
