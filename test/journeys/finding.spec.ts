import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import pg from 'pg';
import { journey } from '../support/browser-journey.js';
import { Keyboard } from '../support/browser-keyboard.js';
import { shows } from '../support/browser-looks.js';
import { Stage } from '../support/browser-stage.js';
import type { Visitor } from '../support/browser-visitor.js';
import { eventually } from '../support/eventually.js';

/** Cases that wait for a time; each journey takes its own. */
const placement = 'Sijaishuollon vaihtoehdot ja koulunkäynti';
const safety = 'Bedömning av barnets trygghet';
const homeCare = 'Kotisairaanhoito ja perheen jaksaminen';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ LIVEKIT_URLS: 'none' });
}, 60_000);
afterAll(() => stage?.close(), 45_000);

describe('A panel of roles', () => {
  journey(
    'is held at three times, answered by three people, and confirms itself',
    () => stage,
    async (step) => {
      const sanna = await stage.signedIn('Sanna Mäkelä');
      const riitta = await stage.signedIn('Riitta Salonen');
      const id = await step('holding the three best times', () => holdThree(sanna));
      await step('the coordinator sees it', () => shows(riitta.page.locator('.hold-row'), '3 aikaa'));
      await step('answering from the mail', () => answerFromMail(id, sanna));
      await step('answering from the home page on a phone', () => answerFromHome(id, sanna));
      await step('answering from the bell', answerFromBell);
      await step('it has confirmed itself', () => confirmed(sanna, riitta));
      await step('calendars and reminders are right', () => calendarsAndReminders(id));
    },
    180,
  );
});

describe('Two coordinators', () => {
  journey(
    'want the same expert at the same time: the second sees it go and holds the next best',
    () => stage,
    async (step) => {
      const riitta = await stage.signedIn('Riitta Salonen');
      const maria = await stage.signedIn('Maria Wikström', { language: 'sv' });
      await step('both looking at the same hours', async () => {
        const sanna = await stage.client('sanna.makela');
        await sanna.send('POST', '/api/cases', { title: 'Toinen asia', question: 'Miten edetään?', themes: ['T06'], ageBand: '7-9', county: 'keski-suomi', language: 'fi' });
        await look(riitta, /^Etsi aika: Toinen asia/, 'Lisää Jukka Nieminen', 'Seuraava viikko');
        await look(maria, new RegExp(`: ${safety}`), 'Lägg till Jukka Nieminen', 'Nästa vecka');
      });
      const first = await step('both choosing the same time', async () => {
        const time = await riitta.page.locator('.slot-row .slot-time').first().innerText();
        for (const { page } of [riitta, maria]) await page.locator('.slot-row').filter({ hasText: time }).first().getByRole('checkbox').check();
        return time;
      });
      await step('the first one holding it', async () => {
        await riitta.page.getByRole('button', { name: 'Varaa alustavasti' }).click();
        await riitta.page.waitForURL(/\/holds\//);
      });
      await step('the second one seeing it go', async () => {
        await shows(maria.page.locator('.slot-taken'), 'Bokades just');
        expect(await maria.page.locator('.slot-taken').innerText()).toContain(first);
        await maria.page.getByRole('button', { name: /^Ta i stället/ }).click();
        await maria.page.getByRole('button', { name: 'Boka preliminärt' }).click();
        await maria.page.waitForURL(/\/holds\//);
        await shows(maria.page.locator('.hold-matrix'), 'Jukka Nieminen');
      });
    },
    120,
  );
});

describe('Somebody in a hurry', () => {
  journey(
    'chooses nothing of the week before while the next one is on its way, and hears of choices that a new search drops',
    () => stage,
    async (step) => {
      const sanna = await stage.client('sanna.makela');
      const made = await sanna.send<{ id: string }>('POST', '/api/cases', { title: 'Kiireinen asia', question: 'Miten edetään?', themes: ['T06'], ageBand: '7-9', county: 'keski-suomi', language: 'fi' });
      const visitor = await stage.signedIn('Sanna Mäkelä');
      await visitor.goto(`/cases/${made.body.id}/time`);
      await step('stepping on before the answer', () => stepOnBeforeTheAnswer(visitor));
      await step('a longer meeting', () => dropByAnotherSearch(visitor));
    },
    90,
  );
});

describe('Somebody without a mouse', () => {
  journey(
    'gathers a panel, reads the grid, holds a time and answers it',
    () => stage,
    async (step) => {
      const leena = await stage.signedIn('Leena Koivisto');
      const keys = new Keyboard(leena);
      await step('gathering the panel', () => panelByKeys(leena, keys));
      const id = await step('choosing in the grid and holding', () => holdByKeys(leena, keys));
      await step('answering', () => answerByKeys(id));
      await step('it has confirmed itself', () => shows(leena.page.getByRole('main'), 'Aika vahvistui'));
    },
    150,
  );
});

/** Two weeks ahead, so that the times are far enough on whatever day the journey is run. */
async function holdThree(sanna: Visitor): Promise<string> {
  const { page } = sanna;
  await page.locator('.case-row').filter({ hasText: placement }).getByRole('link', { name: 'Valitse aika' }).click();
  for (const name of ['Elina Saarinen', 'Antti Lehto', 'Mikko Heinonen']) {
    await page.getByRole('searchbox', { name: 'Hae nimellä' }).fill(name);
    await page.getByRole('button', { name: `Lisää ${name}` }).click();
  }
  for (const _ of [1, 2]) await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await shows(page.locator('.slots'), '3/3 roolia');
  await shows(page.locator('.bars'), 'Lakimies');
  await page.reload();
  await shows(page.locator('.coverage'), 'Nuorisopsykiatri');
  for (const _ of [1, 2]) await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await page.getByRole('button', { name: 'Varaa alustavasti 3 parasta' }).click();
  await page.waitForURL(/\/holds\//);
  await shows(page.locator('.hold-matrix'), 'Ei vastausta');
  await page.getByRole('link', { name: 'Omat konsultaatiot' }).first().click();
  const row = page.locator('.case-row').filter({ hasText: placement });
  await shows(row, 'Aikoja kysytään');
  await row.getByRole('link', { name: 'Vastaukset' }).click();
  await page.locator('.hold-matrix').waitFor();
  return sanna.idInAddress();
}

async function answer({ page }: Visitor, choices: readonly ('Sopii' | 'Tarvittaessa' | 'Ei sovi')[]): Promise<void> {
  for (const [index, choice] of choices.entries()) await page.locator('.hold-time').nth(index).getByRole('radio', { name: choice }).check();
  await page.getByRole('checkbox', { name: 'En ole esteellinen' }).check();
  await page.getByRole('button', { name: 'Lähetä vastaus' }).click();
}

async function answerFromMail(id: string, sanna: Visitor): Promise<void> {
  const mail = await stage.mail('the question to Elina', ({ to, text }) => to[0] === 'elina.saarinen@demo.neuvo.test' && text.includes(`/holds/${id}`));
  expect(mail.attachments).toHaveLength(3);
  const elina = await stage.visitor('Elina Saarinen');
  await elina.page.goto(/http:\S+/.exec(mail.text)?.[0] ?? '');
  await elina.page.getByRole('button', { name: 'Elina Saarinen' }).click();
  await elina.page.getByRole('heading', { level: 1, name: 'Mitkä ajat sopivat sinulle?' }).waitFor();
  expect(await elina.page.getByRole('main').innerText()).not.toContain(placement);
  await answer(elina, ['Sopii', 'Sopii', 'Ei sovi']);
  await shows(elina.page.getByRole('main'), 'Vastauksesi on tallessa');
  await shows(sanna.page.locator('.hold-matrix tr').filter({ hasText: 'Elina' }), 'Ei sovi');
}

async function answerFromHome(id: string, sanna: Visitor): Promise<void> {
  const antti = await stage.signedIn('Antti Lehto', { width: 390, height: 844 });
  await antti.page.getByRole('link', { name: /^Vastaa: / }).click();
  await antti.page.waitForURL(`**/holds/${id}`);
  await answer(antti, ['Ei sovi', 'Sopii', 'Sopii']);
  await shows(antti.page.getByRole('main'), 'Vastauksesi on tallessa');
  await shows(sanna.page.locator('.hold-times li').first(), 'Ei riitä enää');
}

async function answerFromBell(): Promise<void> {
  const mikko = await stage.signedIn('Mikko Heinonen');
  await mikko.page.getByRole('button', { name: /lukema/ }).click();
  await mikko.page.getByRole('link', { name: 'Sinulta kysytään sopivia aikoja' }).click();
  await answer(mikko, ['Sopii', 'Sopii', 'Tarvittaessa']);
  await shows(mikko.page.getByRole('main'), 'Aika vahvistui');
}

async function confirmed({ page }: Visitor, riitta: Visitor): Promise<void> {
  await shows(page.getByRole('main'), 'Aika vahvistui');
  await page.getByRole('link', { name: 'Avaa konsultaatio' }).click();
  await shows(page.getByRole('main'), '4/4 tulossa');
  await shows(page.locator('.consultation-side'), '1/1');
  await eventually(async () => expect(await riitta.page.locator('.hold-row').count()).toBe(0));
}

async function calendarsAndReminders(id: string): Promise<void> {
  const mail = await stage.mail('the confirmation to Antti', ({ to, text }) => to[0] === 'antti.lehto@demo.neuvo.test' && text.includes(`/consultations/${id}`));
  expect(mail.calendar?.method).toBe('REQUEST');
  expect(mail.calendar?.content).toContain('STATUS:CONFIRMED');
  // The two times that were not taken leave the calendar.
  expect(mail.attachments.filter((name) => name.startsWith('aika-'))).toHaveLength(2);

  const database = new pg.Client({ connectionString: stage.standalone.database.ownerUrl });
  await database.connect();
  try {
    const entries = await database.query(
      `SELECT entry.status, count(*)::int AS count FROM calendar_entry entry JOIN consultation ON consultation.sitting_id = entry.group_id
       WHERE consultation.id = $1 AND entry.status IN ('held', 'confirmed') GROUP BY entry.status`,
      [id],
    );
    expect(entries.rows).toEqual([{ status: 'confirmed', count: 4 }]);
    const reminders = await database.query<{ people: number; late: number }>(
      `SELECT count(DISTINCT outbox.recipient_id)::int AS people, count(*) FILTER (WHERE outbox.due_at >= sitting.starts_at)::int AS late
       FROM outbox JOIN sitting ON sitting.id = outbox.subject_id JOIN consultation ON consultation.sitting_id = sitting.id
       WHERE consultation.id = $1 AND outbox.kind = 'send-reminder' AND outbox.status = 'planned'`,
      [id],
    );
    expect(reminders.rows).toEqual([{ people: 4, late: 0 }]);
  } finally {
    await database.end();
  }
}

async function look({ page }: Visitor, findTime: RegExp, add: string, nextWeek: string): Promise<void> {
  await page.getByRole('link', { name: findTime }).click();
  await page.getByRole('searchbox').fill('Jukka');
  await page.getByRole('button', { name: add }).click();
  for (const _ of [1, 2]) await page.getByRole('button', { name: nextWeek }).click();
  await page.locator('.slot-row').first().waitFor();
}

async function stepOnBeforeTheAnswer({ page }: Visitor): Promise<void> {
  await page.getByRole('searchbox').fill('Ville');
  await page.getByRole('button', { name: 'Lisää Ville Tuominen' }).click();
  await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await page.locator('.slots:not([aria-busy]) .slot-row').first().waitFor();
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/slots', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await page.locator('.slots[aria-busy]').waitFor();
  // As a person clicks who sees the times still there.
  await page.locator('.slot-row').first().click({ force: true });
  await page.getByRole('slider').nth(1).click();
  answer();
  await page.locator('.slots:not([aria-busy]) .slot-row').first().waitFor();
  await page.unroute('**/api/slots');
  await shows(page.locator('.find-chosen'), 'Parhaat');
}

async function dropByAnotherSearch({ page }: Visitor): Promise<void> {
  await page.locator('.slot-row').getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Seuraava viikko' }).click();
  await page.locator('.slots:not([aria-busy]) .slot-row').first().waitFor();
  await page.getByLabel('Kesto').selectOption('90');
  await shows(page.locator('.toast'), '1 valitsemasi aika ei sovi uuteen hakuun');
}

async function panelByKeys({ page }: Visitor, keys: Keyboard): Promise<void> {
  await keys.tabTo(page.locator('.case-row').filter({ hasText: homeCare }).getByRole('link', { name: 'Valitse aika' }));
  await keys.press('Enter');
  await keys.tabTo(page.getByRole('searchbox', { name: 'Hae nimellä' }));
  await keys.type('Amira');
  await keys.tabTo(page.getByRole('button', { name: 'Lisää Amira Hassan' }));
  await keys.press('Enter');
  await shows(page.locator('.coverage'), '1/1');
  for (const _ of [1, 2]) {
    await keys.tabTo(page.getByRole('button', { name: 'Seuraava viikko' }));
    await keys.press('Enter');
  }
  await page.locator('.slot-row').first().waitFor();
}

async function holdByKeys(leena: Visitor, keys: Keyboard): Promise<string> {
  const { page } = leena;
  const day = page.getByRole('slider').nth(1);
  await keys.tabTo(day);
  expect(await day.getAttribute('aria-valuetext')).toContain('Varattuna Hassan');
  // From eight o'clock to ten, by the hour.
  for (const _ of [1, 2]) await keys.press('PageUp');
  expect(await day.getAttribute('aria-valuetext')).toMatch(/10\.00–11\.00: sopii\. Vapaana .*Hassan/);
  await keys.press('Enter');
  await shows(page.locator('.find-chosen'), '10.00–11.00');
  await keys.tabTo(page.getByRole('button', { name: 'Varaa alustavasti' }));
  await keys.press('Enter');
  await page.waitForURL(/\/holds\//);
  return leena.idInAddress();
}

async function answerByKeys(id: string): Promise<void> {
  const amira = await stage.signedIn('Amira Hassan');
  const keys = new Keyboard(amira);
  await amira.goto(`/holds/${id}`);
  await keys.tabTo(amira.page.getByRole('radio').first());
  await keys.press('Space');
  await keys.tabTo(amira.page.getByRole('checkbox', { name: 'En ole esteellinen' }));
  await keys.press('Space');
  await keys.tabTo(amira.page.getByRole('button', { name: 'Lähetä vastaus' }));
  await keys.press('Enter');
  await shows(amira.page.getByRole('main'), 'Aika vahvistui');
}
