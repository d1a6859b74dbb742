import type { CaseDetail, CaseListItem } from '@app/contracts';
import { demoCases } from './cases.js';
import { DemoClient } from './demo-client.js';

/** Opens the demo cases, once: an owner who has a case already keeps what there is. */
export async function seedCases(origin: string): Promise<void> {
  const untouched = new Map<string, boolean>();
  for (const { owners: [owner = '', ...coOwners], sections, ...demoCase } of demoCases) {
    const client = await DemoClient.signIn(origin, owner);
    try {
      if (!untouched.has(owner)) untouched.set(owner, (await listCases(client)).length === 0);
      if (!untouched.get(owner)) continue;
      const { question, ...others } = sections;
      const coOwnerIds = await Promise.all(coOwners.map((email) => personId(origin, email)));
      const { status, body } = await client.send<CaseDetail>('POST', '/api/cases', { ...demoCase, question, sections: others, coOwnerIds });
      if (status !== 201) throw new Error(`The demo case "${demoCase.title}" was refused: ${JSON.stringify(body)}`);
    } finally {
      await client.signOut();
    }
  }
}

export async function listCases(client: DemoClient): Promise<CaseListItem[]> {
  return (await client.send<{ items: CaseListItem[] }>('GET', '/api/cases')).body.items;
}

export async function personId(origin: string, email: string): Promise<string> {
  const client = await DemoClient.signIn(origin, email);
  try {
    return (await client.send<{ person: { personId: string } }>('GET', '/api/me')).body.person.personId;
  } finally {
    await client.signOut();
  }
}
