import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Consultation } from '@app/contracts';
import { Temporal } from 'temporal-polyfill';
import { demoPassword } from '../../apps/standalone/src/demo/people.js';
import { journey } from '../support/browser-journey.js';
import { Keyboard } from '../support/browser-keyboard.js';
import { shows } from '../support/browser-looks.js';
import { Stage } from '../support/browser-stage.js';
import type { Visitor } from '../support/browser-visitor.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ LIVEKIT_URLS: 'none' });
}, 60_000);
afterAll(() => stage?.close(), 45_000);

describe('A professional without a mouse', () => {
  journey(
    'signs in, books and joins',
    () => stage,
    async (step) => {
      await step('making room in the calendars', cancelTour);
      const sanna = await stage.visitor('Sanna Mäkelä');
      const keys = new Keyboard(sanna);
      await step('signing in', () => signInByKeys(sanna, keys));
      await step('booking', () => bookByKeys(sanna, keys));
      await step('joining', () => joinByKeys(sanna, keys));
    },
  );
});

/** The consultation that every start prepares lies where this journey books. */
async function cancelTour(): Promise<void> {
  const sanna = await stage.client('sanna.makela');
  const { body } = await sanna.send<{ items: Consultation[] }>('GET', '/api/consultations?scope=mine');
  for (const { id, version, state } of body.items) {
    if (state === 'booked') expect((await sanna.send('POST', `/api/consultations/${id}/cancel`, { version, reason: 'Tilaa toiselle' })).status).toBe(200);
  }
}

async function signInByKeys(sanna: Visitor, keys: Keyboard): Promise<void> {
  await sanna.goto('/');
  await sanna.page.locator('.demo-row').first().waitFor();
  await keys.tabTo(sanna.page.getByLabel('Sähköposti'));
  await keys.type('sanna.makela@demo.neuvo.test');
  await keys.press('Tab');
  await keys.type(demoPassword);
  await keys.press('Enter');
  await sanna.page.getByRole('heading', { level: 1, name: 'Omat konsultaatiot' }).waitFor();
}

/** A time that is near enough for the door to be open at once. */
async function bookByKeys(sanna: Visitor, keys: Keyboard): Promise<void> {
  const { page } = sanna;
  await keys.tabTo(page.getByRole('link', { name: 'Valitse aika' }).first());
  await keys.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Etsi yhteinen aika' }).waitFor();
  await keys.tabTo(page.getByRole('searchbox', { name: 'Hae nimellä' }));
  await keys.type('Leena');
  await page.locator('.expert-list li').nth(1).waitFor({ state: 'detached' });
  await keys.tabTo(page.getByRole('button', { name: 'Lisää Leena Koivisto' }));
  await keys.press('Space');
  await shows(page.locator('.coverage'), 'Lastenpsykiatri');
  await keys.tabTo(page.locator('.other-time summary'));
  await keys.press('Enter');
  // The next quarter of an hour, where starts lie, but not one that goes by while this is typed.
  const soon = Temporal.Now.zonedDateTimeISO('Europe/Helsinki').add({ minutes: 1 }).round({ smallestUnit: 'minute', roundingIncrement: 15, roundingMode: 'ceil' });
  const firstPart = (label: string) => page.locator('.other-time .field').filter({ hasText: label }).getByRole('spinbutton').first();
  await keys.tabTo(firstPart('Päivä'));
  await keys.type(`${two(soon.day)}${two(soon.month)}${soon.year}`);
  await keys.tabTo(firstPart('Alkaa'));
  await keys.type(`${two(soon.hour)}${two(soon.minute)}`);
  await keys.tabTo(page.getByRole('button', { name: 'Käytä tätä aikaa' }));
  await keys.press('Space');
  await keys.tabTo(page.getByRole('button', { name: 'Varaa aika' }));
  await keys.press('Enter');
  await page.waitForURL(/\/consultations\/[0-9a-f-]{36}$/);
}

async function joinByKeys(sanna: Visitor, keys: Keyboard): Promise<void> {
  const { page } = sanna;
  // The door opens a quarter of an hour before the start, so in a minute at the latest.
  await page.getByRole('link', { name: 'Liity' }).waitFor({ timeout: 80_000 });
  await keys.tabTo(page.getByRole('link', { name: 'Liity' }));
  await keys.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Tarkista kuva ja ääni' }).waitFor();
  await keys.tabTo(page.locator('.lobby-side').getByRole('button', { name: 'Liity', exact: true }));
  await keys.press('Enter');
  await page.locator('.room[data-state=direct]').waitFor();
  await page.locator('[data-control=mic][data-on=true]').waitFor();
  await keys.press('m');
  await page.locator('[data-control=mic][data-on=false]').waitFor();
  await keys.tabTo(page.getByRole('tab', { name: 'Kooste' }));
  await keys.press('ArrowRight');
  await keys.tabTo(page.getByLabel('Viesti kaikille huoneessa'));
  await keys.type('Kuuluuko?');
  await keys.press('Enter');
  await shows(page.getByRole('log'), 'Kuuluuko?');
  await keys.tabTo(page.locator('[data-control=leave]'));
  await keys.press('Enter');
  await shows(page.getByRole('heading', { level: 1 }), 'Olet poistunut');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
