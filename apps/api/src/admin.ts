import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AccountsService } from '@app/accounts';
import { assignmentRole } from '@app/contracts';
import { Database, violatedConstraint } from '@app/platform';
import { centreId, organisationId } from '@app/reference';
import { CommandError, runCommand } from './command.js';

const usage = `Usage: npm run admin -- --email ADDRESS --name "GIVEN FAMILY" --organisation CODE [--role admin|coordinator|professional|expert]
                     [--area CODE] [--profession CODE] [--language fi|sv|en]
Makes a person and prints a password that is shown once. CODE of an organisation: pirkanmaa, helsinki, hus …; of an area: sisa-suomi …
A coordinator needs --area: the area whose OT centre they coordinate.`;

await runCommand(async (app) => {
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
});

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
