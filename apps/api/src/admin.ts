import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AccountsService } from '@app/accounts';
import { AffectedService, type BrokenMeeting } from '@app/consultations';
import { assignmentRole } from '@app/contracts';
import { Database, violatedConstraint } from '@app/platform';
import { centreId, organisationId } from '@app/reference';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandError, runCommand } from './command.js';

const usage = `Usage: npm run admin -- --email ADDRESS --name "GIVEN FAMILY" --organisation CODE [--role admin|coordinator|professional|expert]
                     [--area CODE] [--profession CODE] [--language fi|sv|en]
       npm run admin -- --deactivate ADDRESS
Makes a person and prints a password that is shown once. CODE of an organisation: pirkanmaa, helsinki, hus …; of an area: sisa-suomi …
A coordinator needs --area: the area whose OT centre they coordinate.
Deactivating somebody lists their meetings that lose their quorum, with colleagues who are free then.`;

await runCommand((app) => {
  const { deactivate } = parseArgs({ options: { deactivate: { type: 'string' } }, strict: false }).values;
  return typeof deactivate === 'string' ? seeOff(app, deactivate) : makePerson(app);
});

async function seeOff(app: INestApplicationContext, email: string): Promise<string> {
  const { accounts, meetings } = { accounts: app.get(AccountsService, { strict: false }), meetings: app.get(AffectedService, { strict: false }) };
  return app.get(Database, { strict: false }).transaction(async (tx) => {
    const person = await accounts.deactivate(tx, email);
    if (!person) throw new CommandError('Nobody who can sign in has that e-mail address.');
    const broken = await meetings.find(tx, person.id, new Date(0), null);
    return [`${person.name} cannot sign in any more and is invited to nothing new.`, ...describe(broken)].join('\n');
  });
}

function describe(broken: readonly BrokenMeeting[]): string[] {
  if (broken.length === 0) return ['No planned meeting loses its quorum.'];
  const lines = broken.map(({ held, role, substitutes }) => {
    const names = substitutes.map(({ name }) => name).join(', ') || 'nobody of the profession';
    return `  ${held.sitting.startsAt.toISOString()}  /consultations/${held.consultation.id}  lacks ${role ?? 'a required person'}; free then: ${names}`;
  });
  return [`${broken.length} planned meetings lose their quorum; their coordinators can replace the person:`, ...lines];
}

async function makePerson(app: INestApplicationContext): Promise<string> {
  const { email, name, organisation, role, area, profession, language } = readOptions();
  const password = randomBytes(15).toString('base64url');
  const accounts = app.get(AccountsService, { strict: false });
  try {
    await app.get(Database, { strict: false }).transaction((tx) =>
      accounts.create(tx, {
        email,
        password,
        name,
        professionCode: profession ?? null,
        organisationId: organisationId(organisation),
        language,
        assignments: [{ role, centreId: area === undefined ? null : centreId(area) }],
      }),
    );
  } catch (error) {
    throw explain(error) ?? error;
  }
  return `${name} can sign in with ${email} and the password ${password}`;
}

function readOptions() {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { email: text, name: text, organisation: text, role: text, area: text, profession: text, language: text } });
  const { email, name, organisation, area, profession } = values;
  const role = assignmentRole.safeParse(values.role ?? 'admin');
  const language = values.language ?? 'fi';
  if (!email?.includes('@') || !name || !organisation || !role.success || !isLanguage(language)) throw new CommandError(usage);
  if (role.data === 'coordinator' && !area) throw new CommandError(usage);
  return { email, name, organisation, role: role.data, area, profession, language };
}

function isLanguage(text: string): text is 'fi' | 'sv' | 'en' {
  return ['fi', 'sv', 'en'].includes(text);
}

function explain(error: unknown): CommandError | null {
  switch (violatedConstraint(error)) {
    case 'person_email':
      return new CommandError('Somebody has that e-mail address already.');
    case 'person_organisation':
      return new CommandError('There is no organisation with that code.');
    case 'person_profession':
      return new CommandError('There is no profession with that code.');
    case 'assignment_centre':
      return new CommandError('There is no area with that code.');
    default:
      return null;
  }
}
