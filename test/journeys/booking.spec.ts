import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { demoPassword } from '../../apps/standalone/src/demo/people.js';
import { journey } from '../support/browser-journey.js';
import { errorAt, sectionOf, shows } from '../support/browser-looks.js';
import { Stage } from '../support/browser-stage.js';
import type { Visitor } from '../support/browser-visitor.js';
import { eventually } from '../support/eventually.js';

const canary = 'tervapääsky';
const identityCode = '131052-308T';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ LIVEKIT_URLS: 'none' });
}, 60_000);
afterAll(() => stage?.close(), 45_000);

describe('A professional who needs advice', () => {
  journey(
    'writes a case with a colleague, finds a time, and follows the answers until the consultation is moved and cancelled',
    () => stage,
    async (step) => {
      const [sanna, hanna] = await step('signing in', signInBothWays);
      const caseId = await step('writing the case', () => writeCase(sanna));
      await step('editing the summary together', () => editTogether(sanna, hanna, caseId));

      const riitta = await stage.signedIn('Riitta Salonen');
      const { id, monday } = await step('booking', () => book(sanna, riitta));
      const paivi = await step('reading the invitation', () => acceptFromMail(id));
      await step('declining', () => decline(id, sanna, riitta));
      await step('moving', () => move(id, sanna, riitta));
      await step('cancelling', () => cancel(id, sanna, riitta, paivi));
      await step('looking for case data in the mails', noCaseDataInMails);
      expect(new URL(riitta.page.url()).searchParams.get('week')).toBe(monday);
    },
    180,
  );
});

describe('A coordinator', () => {
  journey(
    'books for a professional whose case waits for a time',
    () => stage,
    async (step) => {
      const title = 'Sijaishuollon vaihtoehdot ja koulunkäynti';
      const sanna = await stage.signedIn('Sanna Mäkelä');
      const riitta = await stage.signedIn('Riitta Salonen');
      const { page } = riitta;
      await step('booking', async () => {
        await page.getByRole('link', { name: `Etsi aika: ${title}` }).click();
        await page.getByRole('searchbox', { name: 'Hae nimellä' }).fill('Jukka');
        await page.getByRole('button', { name: 'Lisää Jukka Nieminen' }).click();
        await page.getByRole('button', { name: 'Seuraava viikko' }).click();
        await page.locator('.slot-row').first().getByRole('checkbox').check();
        riitta.expectTrouble(/409 .*\/api\/consultations$/);
        await takeFirst(page);
        await page.getByRole('button', { name: 'Varaa aika' }).click();
        await shows(page.locator('.find-foot'), 'Aikaa ei varattu');
        await page.locator('.find-alternatives button').first().click();
        expect(await page.locator(':focus').innerText()).toContain('Varaa aika');
        await page.keyboard.press('Enter');
        await shows(page.getByRole('status'), 'Varattu:');
      });
      await step('looking who takes part', async () => {
        await shows(page.locator('.participants'), 'Sanna Mäkelä');
        expect(await page.locator('.participants li').count()).toBe(2);
        await page.getByRole('link', { name: 'Kalenteri' }).first().click();
        await page.locator('.week-controls').waitFor();
        await eventually(async () => expect(await page.getByRole('link', { name: `Etsi aika: ${title}` }).count()).toBe(0));
      });
      await step('the asker sees it without a reload', () => shows(sanna.page.locator('.case-row').filter({ hasText: title }), 'Jukka Nieminen'));
    },
    120,
  );
});

/** Whatever is booked next on the page, somebody else has booked for a case of her own just before. */
async function takeFirst(page: Page): Promise<void> {
  const linnea = await stage.client('linnea.sjoberg');
  const { body } = await linnea.send<{ items: { id: string }[] }>('GET', '/api/cases?scope=mine');
  const handle = async (route: Route): Promise<void> => {
    await linnea.send('POST', '/api/consultations', { ...(route.request().postDataJSON() as object), caseId: body.items[0]?.id });
    await route.continue();
  };
  await page.route('**/api/consultations', handle, { times: 1 });
}

async function signInBothWays(): Promise<[Visitor, Visitor]> {
  const sanna = await stage.signedIn('Sanna Mäkelä');
  const hanna = await stage.visitor('Hanna Korpela');
  hanna.expectTrouble(/401 .*\/api\/sessions$/);
  await hanna.goto('/');
  await hanna.page.getByLabel('Sähköposti').fill('hanna.korpela@demo.neuvo.test');
  await hanna.page.getByLabel('Salasana').fill('not the password');
  await hanna.page.getByRole('button', { name: 'Kirjaudu', exact: true }).click();
  await shows(hanna.page.getByRole('alert'), 'Sähköpostiosoite tai salasana ei täsmää');
  await hanna.page.getByLabel('Salasana').fill(demoPassword);
  await hanna.page.getByLabel('Salasana').press('Enter');
  await hanna.page.getByRole('heading', { level: 1, name: 'Omat konsultaatiot' }).waitFor();
  return [sanna, hanna];
}

async function writeCase(sanna: Visitor): Promise<string> {
  const { page } = sanna;
  sanna.expectTrouble(/400 .*\/api\/cases$/);
  await page.getByRole('link', { name: 'Kysy neuvoa' }).click();
  await page.getByLabel('Mihin tarvitset vastauksen?').fill('Miten riski arvioidaan?\nKuka koordinoi?');
  await page.getByLabel('Työnimi').fill(`Tapaamiset ja turvallisuus ${canary}`);
  await page.getByRole('checkbox', { name: 'Vaativat ero-, huolto- ja tapaamisriidat' }).check();
  await page.getByLabel('Tausta').fill(`Lapsi ${identityCode} asuu vuoroviikoin.`);
  await page.getByLabel('Hae nimellä').fill('Hanna');
  await page.getByRole('button', { name: 'Lisää Hanna Korpela' }).click();

  await page.getByRole('button', { name: 'Lähetä pyyntö' }).click();
  await eventually(async () => expect(await errorAt(page.getByLabel('Ikäryhmä'))).toBe('Valitse ikäryhmä.'));
  await page.getByLabel('Ikäryhmä').selectOption('7-9');

  await page.getByRole('button', { name: 'Lähetä pyyntö' }).click();
  await eventually(async () => expect(await errorAt(page.getByLabel('Tausta'))).toContain('henkilötunnus'));
  expect(await page.locator(':focus').inputValue()).toContain(identityCode);
  expect(await page.getByLabel('Mihin tarvitset vastauksen?').inputValue()).toBe('Miten riski arvioidaan?\nKuka koordinoi?');
  expect(await page.getByLabel('Tausta').inputValue()).toContain(identityCode);
  expect(await page.getByLabel('Ikäryhmä').inputValue()).toBe('7-9');

  await page.getByLabel('Tausta').fill('Lapsi asuu vuoroviikoin.');
  await page.getByRole('button', { name: 'Lähetä pyyntö' }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { level: 1, name: canary }).waitFor();
  return sanna.idInAddress();
}

async function editTogether(sanna: Visitor, hanna: Visitor, caseId: string): Promise<void> {
  hanna.expectTrouble(/409 .*\/sections\/tried$/);
  await hanna.page.getByRole('link', { name: canary }).click();
  await hanna.page.waitForURL(`**/cases/${caseId}`);
  const written = 'Valvotut vaihdot rauhoittivat.';
  const theirs = sectionOf(hanna.page, 'Mitä on kokeiltu');
  const own = sectionOf(sanna.page, 'Mitä on kokeiltu');
  await theirs.text.waitFor();

  sanna.expectTrouble(/400 .*\/sections\/tried$/);
  await own.text.fill(identityCode);
  await shows(sanna.page.locator('.summary-tried'), 'henkilötunnus');

  await own.text.fill(written);
  const typedAt = performance.now();
  const reached = async (check: () => Promise<void>): Promise<number> => {
    await eventually(check, 6_000);
    return performance.now() - typedAt;
  };
  const [saved, seen] = await Promise.all([
    reached(() => shows(own.state, 'Tallennettu')),
    reached(async () => expect(await theirs.text.inputValue()).toBe(written)),
  ]);
  expect(saved).toBeLessThan(2_000);
  expect(seen - saved).toBeLessThan(1_000);

  // Hanna's save waits on the way until Sanna's has arrived: both began from the same version.
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await hanna.page.route('**/sections/tried', async (route) => {
    await held;
    await route.continue();
  });
  await theirs.text.fill(`${written} Hannan lisäys.`);
  await own.text.fill(`${written} Sannan lisäys.`);
  await eventually(async () => expect((await own.state.innerText()).trim()).toMatch(/^Tallennettu/));
  letGo();
  await shows(theirs.conflict, 'Sannan lisäys.');
  expect(await theirs.text.inputValue()).toContain('Hannan lisäys.');
  await hanna.page.unroute('**/sections/tried');
  await theirs.conflict.getByRole('button', { name: 'Pidä molemmat' }).click();
  await eventually(async () => {
    const text = await own.text.inputValue();
    expect(text).toContain('Sannan lisäys.');
    expect(text).toContain('Hannan lisäys.');
  });
}

/** Next week, so that it does not matter on which day and at what hour the journey is run. */
async function book(sanna: Visitor, riitta: Visitor): Promise<{ id: string; monday: string }> {
  const { page } = sanna;
  await riitta.page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await page.getByRole('link', { name: 'Etsi aika' }).click();
  for (const name of ['Päivi Rantala', 'Mikko Heinonen']) {
    await page.getByRole('searchbox', { name: 'Hae nimellä' }).fill(name.slice(0, 5));
    await page.getByRole('button', { name: `Lisää ${name}` }).click();
  }
  await page.getByLabel('Kieli').selectOption('sv');
  await shows(page.locator('.expert-search'), 'Haku ei löytänyt ketään');
  await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  const first = page.locator('.slot-row').first();
  await first.waitFor();
  expect(await first.innerText()).toContain('2/2 roolia');
  await first.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Varaa aika' }).click();
  await page.waitForURL(/\/consultations\/[0-9a-f-]{36}$/);
  await shows(page.getByRole('status'), 'Varattu:');
  await shows(riitta.page.locator('.week-row'), '1/3 tulossa');
  // Triage ends with the booking: from now on the coordinator sees the header, not the title.
  await eventually(async () => expect(await riitta.page.getByRole('main').innerText()).not.toContain(canary));
  return { id: sanna.idInAddress(), monday: new URL(riitta.page.url()).searchParams.get('week') ?? '' };
}

async function acceptFromMail(id: string): Promise<Visitor> {
  const mail = await stage.mail('the invitation to Päivi', ({ to, text }) => to[0] === 'paivi.rantala@demo.neuvo.test' && text.includes(id));
  expect(mail.calendar?.method).toBe('REQUEST');
  expect(mail.calendar?.content).toMatch(/SEQUENCE:0\r?\n/);
  const [link = ''] = /http:\S+/.exec(mail.text) ?? [];

  const paivi = await stage.visitor('Päivi Rantala');
  const { page } = paivi;
  await page.goto(link);
  await page.getByRole('button', { name: 'Päivi Rantala' }).click();
  await shows(page.getByRole('main'), 'Näet muut osallistujat ja tilannekoosteen, kun olet hyväksynyt kutsun.');
  expect(page.url()).toBe(link);
  expect(await page.getByRole('main').innerText()).not.toContain(canary);
  expect(await page.getByRole('link', { name: 'Avaa tilannekooste' }).count()).toBe(0);

  await page.getByRole('button', { name: 'Tulen mukaan' }).click();
  await eventually(async () => expect(await errorAt(page.getByRole('checkbox'))).toContain('Vahvista tämä'));
  await page.getByRole('checkbox', { name: 'En ole esteellinen' }).check();
  await page.getByRole('button', { name: 'Tulen mukaan' }).click();
  await page.getByRole('link', { name: 'Avaa tilannekooste' }).click();
  await page.getByRole('heading', { level: 1, name: canary }).waitFor();
  expect(await sectionOf(page, 'Mitä on kokeiltu').text.inputValue()).toContain('Valvotut vaihdot rauhoittivat.');
  return paivi;
}

async function decline(id: string, sanna: Visitor, riitta: Visitor): Promise<void> {
  const mikko = await stage.signedIn('Mikko Heinonen');
  await mikko.page.getByRole('link', { name: 'Vastaa' }).click();
  expect(mikko.idInAddress()).toBe(id);
  await mikko.page.getByRole('button', { name: 'En pääse' }).click();
  await shows(mikko.page.getByRole('main'), 'Olet ilmoittanut, ettet pääse');

  await shows(sanna.page.getByRole('main'), 'Ei pääse');
  await sanna.page.getByRole('button', { name: /lukema/ }).click();
  await shows(sanna.page.locator('.bell-list'), 'Kutsuttu ei pääse konsultaatioon');
  await sanna.page.keyboard.press('Escape');
  await shows(riitta.page.locator('.week-row'), 'Puuttuu: Mikko Heinonen');
}

async function move(id: string, sanna: Visitor, riitta: Visitor): Promise<void> {
  const { page } = sanna;
  const before = await riitta.page.locator('.week-row b').innerText();
  await page.getByRole('button', { name: 'Siirrä' }).click();
  const dialog = page.getByRole('dialog', { name: 'Siirrä konsultaatio' });
  await shows(dialog, 'Valitse toinen aika');
  await dialog.getByRole('spinbutton', { name: /tunti/i }).press('ArrowUp');
  await dialog.getByRole('button', { name: 'Siirrä' }).click();
  await shows(page.getByRole('status'), 'Siirretty:');
  await eventually(async () => expect(await riitta.page.locator('.week-row b').innerText()).not.toBe(before));
  const mail = await stage.mail('the new time to Päivi', ({ to, calendar, text }) => to[0] === 'paivi.rantala@demo.neuvo.test' && text.includes(id) && /SEQUENCE:1\r?\n/.test(calendar?.content ?? ''));
  expect(mail.calendar?.method).toBe('REQUEST');
}

async function cancel(id: string, sanna: Visitor, riitta: Visitor, paivi: Visitor): Promise<void> {
  const { page } = sanna;
  paivi.expectTrouble(/404 .*\/api\/cases\//);
  await page.getByRole('button', { name: 'Peru', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Peru konsultaatio' });
  await dialog.getByRole('button', { name: 'Peru konsultaatio' }).click();
  await eventually(async () => expect(await errorAt(dialog.getByLabel('Syy'))).toBe('Kirjoita syy.'));
  await dialog.getByLabel('Syy').fill('Tilanne on rauhoittunut.');
  await dialog.getByRole('button', { name: 'Peru konsultaatio' }).click();
  await shows(page.getByRole('main'), 'Konsultaatio on peruttu. Syy: Tilanne on rauhoittunut.');
  await shows(riitta.page.locator('.week-row'), 'Peruttu');
  // What the invitation gave ends with it.
  await shows(paivi.page.getByRole('main'), 'Sivua ei löytynyt');
  const mail = await stage.mail('the cancellation to Päivi', ({ to, calendar, text }) => to[0] === 'paivi.rantala@demo.neuvo.test' && text.includes(id) && calendar?.method === 'CANCEL');
  expect(mail.calendar?.content).toMatch(/SEQUENCE:2\r?\n/);
}

async function noCaseDataInMails(): Promise<void> {
  const mails = await stage.mails();
  expect(mails.length).toBeGreaterThan(0);
  expect(mails.filter(({ raw, text, html, subject, calendar }) => [raw, text, html, subject, calendar?.content].some((part) => part?.includes(canary)))).toEqual([]);
}
