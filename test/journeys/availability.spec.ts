import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Availability, Consultation } from '@app/contracts';
import type { Page } from 'playwright-core';
import { inspectScreen } from '../support/browser-checks.js';
import { dayText, drag, hoursOf, keepHours, OpenWeek, personIdOf, pointAt, typeDay, typeTime } from '../support/browser-hours.js';
import { journey } from '../support/browser-journey.js';
import { Keyboard } from '../support/browser-keyboard.js';
import { errorAt, shows } from '../support/browser-looks.js';
import { Stage } from '../support/browser-stage.js';
import type { Visitor, VisitorOptions } from '../support/browser-visitor.js';
import { publishCalendar } from '../support/published-calendar.js';

const looks: Record<string, VisitorOptions> = {
  'fi light': {},
  'fi dark': { theme: 'dark' },
  sv: { language: 'sv' },
  en: { language: 'en' },
  'fi 390 px': { width: 390, height: 844 },
};
const title = 'Salainen otsikko';

let stage: Stage;
let week: OpenWeek;
let outlook: Awaited<ReturnType<typeof publishCalendar>>;
beforeAll(async () => {
  stage = await Stage.open({ LIVEKIT_URLS: 'none', FEED_PRIVATE_NETWORKS: '127.0.0.0/8' });
  const ville = await stage.signedIn('Ville Tuominen');
  week = OpenWeek.after((await hoursOf(ville)).closedDays);
  await stage.closeVisitors();
  const day = week.day(2).toString().replaceAll('-', '');
  outlook = await publishCalendar({ title, from: `${day}T130000`, to: `${day}T143000` });
}, 60_000);
afterAll(async () => {
  outlook?.server.close();
  await stage?.close();
}, 45_000);

describe('An expert', () => {
  journey(
    'draws the usual hours with the mouse and changes them with the keyboard, and sees what others see of them',
    () => stage,
    async (step) => {
      const ville = await stage.signedIn('Ville Tuominen');
      await step('starting from office hours', () => keepHours(ville, { weekly: [{ weekday: 1, from: '08:00', to: '16:00' }] }));
      await step('opening the page', async () => {
        await ville.page.getByRole('link', { name: 'Omat ajat' }).click();
        await ville.page.getByRole('heading', { level: 1, name: 'Omat ajat' }).waitFor();
      });
      await step('drawing with the mouse', () => draw(ville.page));
      await step('changing with the keyboard', () => changeByKeys(ville));
      await step('writing in the list', () => writeHours(ville.page));
      await step('looking at the preview', async () => {
        await save(ville.page);
        await showWeek(ville.page);
        await shows(ville.page.getByRole('listitem'), `${dayText(week.day(3))}: vapaa 9.15–12.30, varattu ei aikoja`);
        await shows(ville.page.getByRole('listitem'), `${dayText(week.day(4))}: vapaa 22.00–24.00`);
        await shows(ville.page.getByRole('listitem'), `${dayText(week.day(5))}: vapaa 0.00–2.00`);
      });
    },
    120,
  );

  journey(
    'goes on leave and sees which meetings lack somebody then',
    () => stage,
    async (step) => {
      const outi = await stage.signedIn('Outi Pelkonen');
      const wednesday = week.day(3);
      const meeting = await step('being booked', async () => {
        await keepHours(outi, { weekly: [{ weekday: 3, from: '08:00', to: '16:00' }] });
        return bookWith(await personIdOf(outi), `${wednesday.toString()}T10:00`);
      });
      const { page } = outi;
      await outi.goto('/availability');
      await step('seeing the meeting as busy time', async () => {
        await showWeek(page);
        await shows(page.getByRole('listitem'), `${dayText(wednesday)}: vapaa 8.00–10.00, 11.00–16.00, varattu 10.00–11.00`);
      });
      await step('writing the leave', async () => {
        await page.getByRole('button', { name: 'Lisää poissaolo' }).click();
        await page.locator('dialog').getByRole('button', { name: 'Lisää poissaolo' }).click();
        await shows(page.locator('dialog .field-error'), 'Valitse päivä.');
        await typeDay(page, 'Ensimmäinen päivä', week.day(1));
        await typeDay(page, 'Viimeinen päivä', week.day(5));
        await page.locator('dialog').getByRole('button', { name: 'Lisää poissaolo' }).click();
        await shows(page.locator('.day-list li'), `${dayText(week.day(1))} – ${dayText(week.day(5))}`);
        await shows(page.locator('.save-foot'), 'poissaolot');
        await save(page);
      });
      await step('seeing the meeting', async () => {
        await shows(page.getByRole('heading', { level: 2 }), '1 tapaaminen jää vajaaksi');
        await shows(page.locator('.affected-row'), 'klo 10.00–11.00');
        await shows(page.getByRole('listitem'), `${dayText(wednesday)}: vapaa ei aikoja`);
        await page.locator('.affected-row').getByRole('link').click();
        await page.waitForURL(`**/consultations/${meeting.id}`);
      });
    },
    120,
  );

  journey(
    'subscribes the own calendar: others see busy time and nothing else',
    () => stage,
    async (step) => {
      const kaisa = await stage.signedIn('Kaisa Hietala');
      const { page } = kaisa;
      await keepHours(kaisa, { weekly: [{ weekday: 2, from: '08:00', to: '16:00' }] });
      await kaisa.goto('/availability');
      await step('being told what is missing', async () => {
        await page.getByRole('button', { name: 'Lisää kalenteri' }).click();
        expect(await errorAt(page.getByLabel('Julkaistun kalenterin osoite (ICS)'))).toMatch(/https:/);
        expect(await errorAt(page.getByLabel('Nimi'))).toBe('Anna kalenterille nimi.');
      });
      await step('adding the address', async () => {
        await page.getByLabel('Julkaistun kalenterin osoite (ICS)').fill(outlook.address);
        await page.getByLabel('Nimi').fill('Työkalenteri');
        await page.getByRole('button', { name: 'Lisää kalenteri' }).click();
        await shows(page.locator('.feed-list'), 'Työkalenteri');
      });
      await step('seeing it busy', async () => {
        await shows(page.locator('.feed-list'), 'Luettu', 45_000);
        await showWeek(page);
        await shows(page.getByRole('listitem'), `${dayText(week.day(2))}: vapaa 8.00–13.00, 14.30–16.00, varattu 13.00–14.30`);
        expect(await page.content()).not.toContain(title);
      });
      await step('removing it', async () => {
        await page.getByRole('button', { name: 'Poista: Työkalenteri' }).click();
        await page.getByRole('button', { name: 'Poista kalenteri' }).click();
        await shows(page.getByRole('listitem'), `${dayText(week.day(2))}: vapaa 8.00–16.00`);
      });
    },
    120,
  );

  journey(
    'is warned before unsaved changes are lost, and told what cannot be saved',
    () => stage,
    async (step) => {
      const ville = await stage.signedIn('Ville Tuominen');
      const { page } = ville;
      await page.getByRole('link', { name: 'Omat ajat' }).click();
      await page.getByLabel('Tapaamisia viikossa enintään').fill('500');
      await step('saving what cannot be', async () => {
        await page.getByRole('button', { name: 'Tallenna', exact: true }).click();
        await shows(page.locator('.save-foot'), 'Tarkista merkityt kohdat');
        expect(await errorAt(page.locator('.field').filter({ hasText: 'viikossa enintään' }).locator('input'))).toContain('1–100');
        expect(await page.locator(':focus').inputValue()).toBe('500');
      });
      await step('leaving by a link', async () => {
        await page.getByRole('link', { name: 'Omat konsultaatiot' }).click();
        await page.getByRole('button', { name: 'Jatka muokkaamista' }).click();
        expect(await page.getByLabel('Tapaamisia viikossa enintään').inputValue()).toBe('500');
      });
      await step('going back', async () => {
        await page.goBack();
        await page.getByRole('button', { name: 'Jatka muokkaamista' }).click();
        await page.goBack();
        await page.getByRole('button', { name: 'Poistu tallentamatta' }).click();
        await page.waitForURL('**/own');
      });
    },
    90,
  );
});

describe('A coordinator', () => {
  journey(
    'changes the hours of an expert of the centre, who sees it and loses nothing',
    () => stage,
    async (step) => {
      const ville = await stage.signedIn('Ville Tuominen');
      await keepHours(ville, { weekly: [{ weekday: 1, from: '08:00', to: '16:00' }] });
      const personId = await personIdOf(ville);
      await ville.goto('/availability');
      await step('the expert begins', async () => {
        await ville.page.getByText('Luettelo').click();
        await ville.page.getByRole('button', { name: 'Lisää aika: lauantai' }).click();
      });
      const riitta = await stage.signedIn('Riitta Salonen');
      await step('the coordinator saves', async () => {
        await riitta.page.getByRole('link', { name: /^Etsi aika: / }).first().click();
        await riitta.page.getByRole('searchbox', { name: 'Hae nimellä' }).fill('Ville');
        await riitta.page.getByRole('link', { name: 'Ajat: Ville Tuominen' }).click();
        await shows(riitta.page.getByRole('heading', { level: 1 }), 'Ajat: Ville Tuominen');
        await shows(riitta.page.locator('.notice'), 'Muutat hänen aikojaan');
        await riitta.page.getByLabel('Varattava viimeistään').selectOption('1440');
        await riitta.page.getByText('Luettelo').click();
        await riitta.page.getByRole('button', { name: 'Lisää aika: tiistai' }).click();
        await save(riitta.page);
      });
      await step('the expert sees it', async () => {
        await shows(ville.page.locator('.news'), 'Riitta Salonen muutti aikoja');
        await shows(ville.page.locator('.news'), 'viimeinen varaushetki: 1 päivä');
        await shows(ville.page.locator('.news'), 'ti 9.00–12.00');
        await shows(ville.page.locator('[data-changes]'), 'Riitta Salonen (koordinaattori)');
        await shows(ville.page.locator('.save-foot'), 'Ratkaise ensin');
        await ville.page.getByRole('button', { name: 'Pidä omat muutokset' }).click();
        await save(ville.page);
      });
      await step('both are kept', async () => {
        const { weekly, minimumNoticeMinutes } = await hoursOf(ville);
        expect(minimumNoticeMinutes).toBe(1_440);
        expect(weekly).toEqual([
          { weekday: 1, from: '08:00', to: '16:00' },
          { weekday: 6, from: '09:00', to: '12:00' },
        ]);
        await shows(riitta.page.locator('.hours-list > li').nth(1), 'Ei aikoja');
      });
      await step('nobody else sees the page', async () => {
        const sanna = await stage.signedIn('Sanna Mäkelä');
        sanna.expectTrouble(/40[34] .*\/api\/people\//);
        await sanna.goto(`/people/${personId}/availability`);
        await sanna.page.getByRole('heading', { level: 1, name: 'Sivua ei löytynyt' }).waitFor();
      });
    },
    120,
  );
});

describe('The page is accessible, as wide as the window, and without an error in its console', () => {
  for (const [look, options] of Object.entries(looks)) {
    journey(
      look,
      () => stage,
      async (step) => {
        const problems: string[] = [];
        const inspect = async (visitor: Visitor, screen: string) => problems.push(...(await inspectScreen(visitor, `${screen} ${look}`)));
        const jukka = await stage.signedIn('Jukka Nieminen', options);
        const { page } = jukka;
        await step('keeping something of everything', () => keepHours(jukka, fullHours()));
        await jukka.goto('/availability');
        await page.locator('.preview-strip').waitFor();
        await step('drawn and written', async () => {
          await page.locator('.segmented label').first().click();
          await page.locator('.hours-band').first().waitFor();
          await page.locator('.hours-band').nth(1).focus();
          await inspect(jukka, 'hours drawn');
          await page.locator('.segmented label').nth(1).click();
          await page.locator('.hours-list').waitFor();
          await inspect(jukka, 'hours written');
        });
        await step('dialogs', async () => {
          for (const [index, dialog] of ['leave', 'exception'].entries()) {
            await page.locator('.day-list li button').first().waitFor();
            await page.locator('.day-list').nth(index).locator('li button').first().click();
            await page.locator('dialog').waitFor();
            await inspect(jukka, dialog);
            await page.keyboard.press('Escape');
          }
        });
        await step('faults', async () => {
          await page.locator('.rule-fields input').first().fill('0');
          await page.locator('.save-foot .button-filled').click();
          await page.locator('.feed-help summary').click();
          await page.locator('.feed-form [type=submit]').click();
          await inspect(jukka, 'hours with faults');
        });
        expect(problems).toEqual([]);
      },
      120,
    );
  }
});

/** Leads the preview to the week the journeys are about. */
async function showWeek(page: Page): Promise<void> {
  for (let ahead = 0; ahead < week.ahead; ahead += 1) await page.getByRole('button', { name: 'Seuraava viikko' }).click();
}

async function draw(page: Page): Promise<void> {
  const wednesday = page.locator('[data-lane="3"]');
  await drag(page, await pointAt(wednesday, 9), await pointAt(wednesday, 12));
  const drawn = page.getByRole('button', { name: 'keskiviikko 9.00–12.00' });
  await drawn.waitFor();
  expect(await drawn.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))).toBe(true);
  await drag(page, await pointAt(wednesday, 11.95), await pointAt(wednesday, 13));
  await page.getByRole('button', { name: 'keskiviikko 9.00–13.00' }).waitFor();
  const thursday = page.locator('[data-lane="4"]');
  await drag(page, await pointAt(wednesday, 10), await pointAt(thursday, 11));
  await page.getByRole('button', { name: 'torstai 10.00–14.00' }).waitFor();
  await page.getByRole('button', { name: 'Poista aika', exact: true }).click();
  await page.getByRole('button', { name: 'torstai 10.00–14.00' }).waitFor({ state: 'detached' });
  await drag(page, await pointAt(wednesday, 9), await pointAt(wednesday, 12));
}

async function changeByKeys(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const keys = new Keyboard(visitor);
  await page.getByRole('heading', { level: 1 }).focus();
  await keys.tabTo(page.getByRole('button', { name: 'keskiviikko 9.00–12.00' }));
  await keys.press('ArrowRight');
  await shows(page.locator('[aria-live=polite]'), 'keskiviikko 9.15–12.15');
  await keys.press('Shift+ArrowRight');
  await keys.press('ArrowDown');
  await shows(page.locator('[aria-live=polite]'), 'torstai 9.15–12.30');
  await keys.press('ArrowUp');
  await page.getByRole('button', { name: 'keskiviikko 9.15–12.30' }).waitFor();
  await keys.tabTo(page.getByRole('button', { name: 'Lisää aika: sunnuntai' }));
  await keys.press('Enter');
  const added = page.getByRole('button', { name: 'sunnuntai 9.00–12.00' });
  await keys.tabTo(added);
  await keys.press('Delete');
  await added.waitFor({ state: 'detached' });
  await shows(page.locator('[aria-live=polite]'), 'Poistettu: sunnuntai 9.00–12.00');
}

/** A window past midnight. */
async function writeHours(page: Page): Promise<void> {
  await page.getByText('Luettelo').click();
  await page.getByRole('button', { name: 'Lisää aika: torstai' }).click();
  const thursday = page.getByRole('group', { name: 'torstai' });
  await typeTime(thursday, 'Alkaa', '2200');
  await typeTime(thursday, 'Päättyy', '0200');
  await shows(thursday, 'seuraavana päivänä');
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Tallenna', exact: true }).click();
  await shows(page.getByRole('status'), 'Ajat on tallennettu');
  await shows(page.locator('.save-foot'), 'Ei muutoksia');
}

function fullHours(): Partial<Availability> {
  return {
    weekly: [
      { weekday: 1, from: '08:00', to: '11:30' },
      { weekday: 1, from: '12:30', to: '16:00' },
      { weekday: 3, from: '09:00', to: '15:00' },
      { weekday: 4, from: '09:00', to: '10:00' },
      { weekday: 5, from: '22:00', to: '02:00' },
    ],
    leaves: [{ from: week.day(1).add({ weeks: 3 }).toString(), to: week.day(1).add({ weeks: 4 }).toString() }],
    exceptions: [
      { date: week.day(2).toString(), hours: [] },
      { date: week.day(3).toString(), hours: [{ from: '10:00', to: '12:00' }] },
    ],
    bufferAfterMinutes: 15,
    weeklyCap: 3,
  };
}

async function bookWith(personId: string, local: string): Promise<Consultation> {
  const sanna = await stage.client('sanna.makela');
  // A case of its own: the one of the demo goes on waiting for a time.
  const { body: own } = await sanna.send<{ id: string }>('POST', '/api/cases', { title: 'Oma asia', question: 'Miten edetään?', themes: ['T06'], ageBand: '7-9', county: 'keski-suomi', language: 'fi' });
  const { status, body } = await sanna.send<Consultation>('POST', '/api/consultations', {
    caseId: own.id,
    participants: [{ personId, required: true }],
    start: { local, timeZone: 'Europe/Helsinki' },
    durationMinutes: 60,
  });
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
}
