import { demoPassword, demoPeople } from './demo/people.js';
import type { Standalone } from './standalone.js';

const roleNames = { professional: 'professional', expert: 'expert', coordinator: 'coordinator', admin: 'administrator' } as const;

/** What is printed when everything is up. */
export function banner(standalone: Standalone, seconds: string): string {
  const { ready, media, remarks, folder } = standalone;
  const [first = '', second = ''] = ready.addresses;
  const people = demoPeople.map(({ email, name, roles }) => `  ${email.padEnd(38)} ${name} (${roles.map(({ role }) => roleNames[role]).join(', ')})`);
  return [
    '',
    `Neuvo is ready (${seconds} s).`,
    '',
    `  ${first}`,
    `  ${second}   the same, with a session of its own: two people in one browser`,
    '',
    `Demo people, all with the password ${demoPassword}`,
    ...people,
    '',
    ready.mailUrl ? `Mails:    ${ready.mailUrl}` : `Mails go to ${new URL(ready.smtpUrl).host}`,
    ...media.description.map((line, index) => (index === 0 ? `Video:    ${line}` : `          ${line}`)),
    `Data:     ${folder}`,
    ...remarks,
    '',
    'Ctrl-C stops everything.',
  ].join('\n');
}
