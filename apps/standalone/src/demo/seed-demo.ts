import type { INestApplicationContext } from '@nestjs/common';
import { seedCases } from './seed-cases.js';
import { seedPeople } from './seed-people.js';
import { prepareTour } from './tour.js';

/**
 * Fills the demo: people and cases once, the consultation of the tour at each start.
 * @param app a running application whose services may be used
 * @param origin where the API answers
 * @returns a remark for the person at the terminal, when something could not be had
 */
export async function seedDemo(app: INestApplicationContext, origin: string, now: Date): Promise<string | undefined> {
  if (!(await seedPeople(app, now))) return 'This database has people of its own, so the demo was not added.';
  await seedCases(origin);
  return prepareTour(origin, now);
}
