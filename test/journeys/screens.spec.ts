import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { CaseListItem, Consultation, Expert, Hold, SlotResult } from '@app/contracts';
import { Temporal } from 'temporal-polyfill';
import { inspectScreen } from '../support/browser-checks.js';
import { journey } from '../support/browser-journey.js';
import { shows } from '../support/browser-looks.js';
import { Stage } from '../support/browser-stage.js';
import type { Visitor, VisitorOptions } from '../support/browser-visitor.js';

const looks: Record<string, VisitorOptions> = {
  'fi light': {},
  'fi dark': { theme: 'dark' },
  sv: { language: 'sv' },
  en: { language: 'en' },
  'fi 390 px': { width: 390, height: 844 },
};
const reminderBefore = 15 * 60_000;

let stage: Stage;
let tour: Consultation;
let hold: Hold;
beforeAll(async () => {
  stage = await Stage.open({ LIVEKIT_URLS: 'none' });
  const sanna = await stage.client('sanna.makela');
  const { body } = await sanna.send<{ items: Consultation[] }>('GET', '/api/consultations?scope=mine');
  tour = body.items.find(({ state }) => state === 'booked') as Consultation;
  hold = await holdTimes();
}, 60_000);
afterAll(() => stage?.close(), 45_000);

/** Two experts are asked for two times of the week after the next. */
async function holdTimes(): Promise<Hold> {
  const sanna = await stage.client('sanna.makela');
  const { items: cases } = (await sanna.send<{ items: CaseListItem[] }>('GET', '/api/cases?scope=mine&state=submitted')).body;
  const { items: experts } = (await sanna.send<{ items: Expert[] }>('GET', '/api/experts')).body;
  const asked = experts.filter(({ name }) => ['Elina Saarinen', 'Mikko Heinonen'].includes(name));
  const needs = asked.map(({ personId, profession }) => ({ role: profession?.code, candidates: [personId] }));
  const [caseId, durationMinutes, timeZone] = [cases[0]?.id, 60, 'Europe/Helsinki'];
  const from = Temporal.Now.plainDateISO(timeZone).add({ days: 10 });
  const search = { caseId, needs, durationMinutes, from: from.toString(), to: from.add({ days: 7 }).toString(), timeZone };
  const { slots } = (await sanna.send<SlotResult>('POST', '/api/slots', search)).body;
  const times = [slots[0], slots[8]].map((slot) => ({ local: Temporal.Instant.from(slot?.startsAt ?? '').toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }), timeZone }));
  const { status, body } = await sanna.send<Hold>('POST', '/api/holds', { caseId, needs, durationMinutes, times });
  expect(status).toBe(201);
  return body;
}

describe('Every screen is accessible, as wide as the window, and without an error in its console', () => {
  for (const [look, options] of Object.entries(looks)) {
    journey(
      look,
      () => stage,
      async (step) => {
        const problems: string[] = [];
        const inspect = async (visitor: Visitor, screen: string): Promise<void> => {
          problems.push(...(await inspectScreen(visitor, `${screen} ${look}`)));
        };
        await step('signing in', () => signInScreens(options, inspect));
        await step('the screens of a professional', () => professionalScreens(options, inspect));
        await step('the screens of an expert and a coordinator', () => otherScreens(options, inspect));
        expect(problems).toEqual([]);
      },
      180,
    );
  }
});

describe('The screens of the meeting are so too', () => {
  journey(
    'in every look',
    () => stage,
    async (step) => {
      const problems: string[] = [];
      for (const [look, options] of Object.entries(looks)) {
        const inspect = async (visitor: Visitor, screen: string): Promise<void> => {
          problems.push(...(await inspectScreen(visitor, `${screen} ${look}`)));
        };
        await step(look, () => meetingScreens(options, inspect));
        stage.assertNoTrouble();
        await stage.closeVisitors();
      }
      expect(problems).toEqual([]);
    },
    300,
  );
});

describe('Two minutes after the start', () => {
  journey(
    'the reminder of the consultation of the tour is in the mail and in the bell',
    () => stage,
    async (step) => {
      const sanna = await stage.signedIn('Sanna Mäkelä');
      const dueIn = Date.parse(tour.startsAt) - reminderBefore - Date.now();
      const mail = await step('waiting for the mail', () =>
        stage.mail('the reminder to Sanna', ({ to, subject }) => to[0] === 'sanna.makela@demo.neuvo.test' && /muistutus/i.test(subject), Math.max(dueIn, 0) + 30_000),
      );
      expect(Date.parse(mail.receivedAt)).toBeGreaterThanOrEqual(Date.parse(tour.startsAt) - reminderBefore);
      expect(mail.calendar).toBeUndefined();
      await step('looking at the bell', async () => {
        await sanna.page.getByRole('button', { name: /lukema/ }).click();
        await shows(sanna.page.locator('.bell-list'), 'Muistutus konsultaatiosta');
        await sanna.page.getByRole('link', { name: 'Muistutus konsultaatiosta' }).click();
        await sanna.page.waitForURL(`**/consultations/${tour.id}`);
        await sanna.page.getByRole('link', { name: 'Liity' }).waitFor();
      });
    },
    270,
  );
});

type Inspect = (visitor: Visitor, screen: string) => Promise<void>;

async function signInScreens(options: VisitorOptions, inspect: Inspect): Promise<void> {
  const visitor = await stage.visitor('Sanna Mäkelä', options);
  await visitor.goto('/');
  await visitor.page.locator('.demo-row').first().waitFor();
  await inspect(visitor, 'sign in');
  await visitor.page.locator('button[type=submit]').click();
  await visitor.page.locator('.field-error').first().waitFor();
  await inspect(visitor, 'sign in with errors');
}

async function professionalScreens(options: VisitorOptions, inspect: Inspect): Promise<void> {
  const sanna = await stage.signedIn('Sanna Mäkelä', options);
  const { page } = sanna;
  await page.locator('.next-time').waitFor();
  await page.locator('.case-row').first().waitFor();
  await inspect(sanna, 'own consultations');
  await page.locator('.shell-person').click();
  await inspect(sanna, 'person menu');
  await page.keyboard.press('Escape');

  await sanna.goto('/cases/new');
  await page.locator('.new-case-themes label').first().waitFor();
  await inspect(sanna, 'new case');
  await page.locator('.new-case-actions [type=submit]').click();
  await page.locator('.field-error').first().waitFor();
  await inspect(sanna, 'new case with errors');

  await sanna.goto(`/cases/${tour.case?.id}`);
  await page.locator('.summary-section').first().waitFor();
  await inspect(sanna, 'case');
  await page.locator('.case-side button').click();
  await page.locator('dialog input').fill('Hei');
  await page.locator('dialog li button').first().waitFor();
  await inspect(sanna, 'share a case');

  await sanna.goto(`/cases/${tour.case?.id}/time`);
  await page.locator('.expert-list li').first().waitFor();
  await inspect(sanna, 'find a time');
  for (const _ of [1, 2]) await page.locator('.expert-list button').first().click();
  await page.locator('.coverage td').first().waitFor({ state: 'attached' });
  await page.locator('.slots-week button').last().click();
  await page.locator('.slot-row input').first().check();
  await page.locator('.other-time summary').click();
  await page.locator('.grid-row').first().waitFor({ state: 'attached' });
  await inspect(sanna, 'find a time for two experts');
  if (await page.locator('.coverage-fold').isVisible()) await page.locator('.coverage-fold').click();
  await page.locator('.coverage-have').first().click();
  await inspect(sanna, 'a role of the panel');
  await page.keyboard.press('Escape');

  await sanna.goto(`/consultations/${tour.id}`);
  await page.locator('.participants li').first().waitFor();
  await inspect(sanna, 'consultation');
  await page.locator('.participants button').first().click();
  await page.locator('dialog [type=radio]').first().waitFor();
  await inspect(sanna, 'replace a participant');
  await page.keyboard.press('Escape');
  for (const [index, dialog] of ['move', 'cancel'].entries()) {
    await page.locator('.page-actions button').nth(index).click();
    await page.locator('dialog').waitFor();
    await inspect(sanna, `${dialog} a consultation`);
    await page.keyboard.press('Escape');
  }

  await sanna.goto(`/holds/${hold.id}`);
  await page.locator('.hold-matrix td').first().waitFor();
  await inspect(sanna, 'held times');
  await page.locator('.hold-times button').first().click();
  await page.locator('dialog').waitFor();
  await inspect(sanna, 'confirm a held time');
  await page.keyboard.press('Escape');
  await page.locator('.page-actions button').click();
  await page.locator('dialog').waitFor();
  await inspect(sanna, 'release held times');
  await page.keyboard.press('Escape');

  await sanna.goto('/no-such-place');
  await page.locator('h1').waitFor();
  await inspect(sanna, 'not found');
}

async function otherScreens(options: VisitorOptions, inspect: Inspect): Promise<void> {
  const elina = await stage.signedIn('Elina Saarinen', options);
  await elina.page.locator('.own-row').first().waitFor();
  await elina.page.locator('.hold-row').first().waitFor();
  await inspect(elina, 'own consultations of an expert');
  await elina.page.locator('.bell').click();
  await elina.page.locator('.bell-list li').first().waitFor();
  await inspect(elina, 'bell');
  await elina.goto(`/consultations/${tour.id}`);
  await elina.page.locator('.answer-buttons button').first().click();
  await elina.page.locator('.field-error').waitFor();
  await inspect(elina, 'invitation');

  await elina.goto(`/holds/${hold.id}`);
  await elina.page.locator('.hold-time').first().waitFor();
  await elina.page.locator('[type=submit]').click();
  await elina.page.locator('.field-error').first().waitFor();
  await inspect(elina, 'asked for times');

  const riitta = await stage.signedIn('Riitta Salonen', options);
  await riitta.page.locator('.week-row').first().waitFor();
  await inspect(riitta, 'calendar');
}

async function meetingScreens(options: VisitorOptions, inspect: Inspect): Promise<void> {
  const sanna = await stage.signedIn('Sanna Mäkelä', options);
  const leena = await stage.signedIn('Leena Koivisto', options);
  await leena.goto(`/consultations/${tour.id}/meeting`);
  await leena.page.locator('[data-device=camera][data-state=ok]').waitFor();
  await inspect(leena, 'device check');
  await leena.page.locator('.lobby-side .meeting-actions button').first().click();
  await leena.page.locator('[data-lobby=waiting] .lobby-headline').or(leena.page.locator('.room')).first().waitFor();
  if ((await leena.page.locator('.room').count()) === 0) await inspect(leena, (await leena.page.locator('.lobby-text').count()) > 0 ? 'door shut' : 'lobby');

  await sanna.goto(`/consultations/${tour.id}/meeting`);
  await sanna.page.locator('[data-device=camera][data-state=ok]').waitFor();
  await sanna.page.locator('.lobby-side .meeting-actions button').first().click();
  const openNow = sanna.page.locator('.lobby-text + .meeting-actions button');
  await sanna.page.locator('.room').or(openNow).waitFor();
  // The first look comes before the door opens by itself.
  if ((await openNow.count()) > 0) {
    await inspect(sanna, 'door shut for a moderator');
    await openNow.click();
  }
  await sanna.page.locator('.room').waitFor();
  const admit = sanna.page.locator('.seat [data-seat=waiting]');
  const picture = sanna.page.locator('.tile:not([data-local])[data-picture=on]');
  await admit.or(picture).first().waitFor({ timeout: 30_000 });
  if ((await admit.count()) > 0) {
    await inspect(sanna, 'room with somebody at the door');
    await admit.locator('.button-filled').click();
  }
  await picture.waitFor({ timeout: 30_000 });
  await inspect(sanna, 'room');
  for (const [index, panel] of ['summary', 'chat', 'people'].entries()) {
    await sanna.page.getByRole('tab').nth(index).click();
    await inspect(sanna, `room ${panel}`);
  }
  await sanna.page.locator('[data-control=details]').click();
  await sanna.page.locator('tr[data-stats]').waitFor();
  await inspect(sanna, 'room details');
  await leena.page.locator('[data-control=leave]').click();
  await leena.page.locator('[data-closed]').waitFor();
  await inspect(leena, 'left the meeting');
}
