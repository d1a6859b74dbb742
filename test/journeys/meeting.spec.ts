import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { journey } from '../support/browser-journey.js';
import { sectionOf, shows } from '../support/browser-looks.js';
import { closeDetails, everybodySeesAndHears, goToDoor, isInRoom, openTourMeeting, receptionOf } from '../support/browser-meeting.js';
import { findMedia, Stage } from '../support/browser-stage.js';
import type { Visitor } from '../support/browser-visitor.js';
import { eventually } from '../support/eventually.js';

type Mode = 'livekit' | 'direct';

const media = await findMedia();
const modeWords = { livekit: 'Videopalvelin', direct: 'Suora yhteys, enintään neljä kuvaa' };

describe('Three people meet', () => {
  if ('binary' in media) {
    const { binary } = media;
    meeting('through the video server', 'livekit', { LIVEKIT_SERVER_BIN: binary });
  } else {
    it.skip(`through the video server (${media.why})`, () => undefined);
  }
  meeting('browser to browser', 'direct', { LIVEKIT_URLS: 'none' });
});

function meeting(how: string, mode: Mode, env: NodeJS.ProcessEnv): void {
  describe(how, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open(env);
    }, 60_000);
    afterAll(() => stage?.close(), 45_000);

    journey(
      mode === 'livekit'
        ? 'from the device check to the attendance list, with a muting, a removal and a video server that dies'
        : 'from the device check to the attendance list, with a muting and a removal',
      () => stage,
      async (step) => {
        expect(stage.standalone.media).toBe(mode);
        const id = await step('opening the door', () => openTourMeeting(stage));
        const people = await step('coming in', () => comeIn(stage, mode));
        const [sanna, leena, paivi] = people;
        await step('seeing and hearing', () => everybodySeesAndHears(people));
        await step('chatting', () => chat(sanna, leena));
        await step('writing beside the picture', () => write(sanna, leena, paivi));
        await step('muting', () => mute(sanna, leena, paivi));
        if (mode === 'livekit') await step('losing the video server', () => loseServer(stage, people, leena));
        await step('removing', () => remove(sanna, leena, paivi, id));
        await step('ending', () => end(sanna, leena, id));
      },
      240,
    );
  });
}

async function comeIn(stage: Stage, mode: Mode): Promise<[Visitor, Visitor, Visitor]> {
  const sanna = await stage.signedIn('Sanna Mäkelä');
  await goToDoor(sanna, 'Liity');
  await isInRoom(sanna, mode);

  const leena = await stage.signedIn('Leena Koivisto');
  await goToDoor(leena, 'Siirry odotustilaan');
  await leena.page.getByRole('heading', { level: 1, name: 'Olet odotustilassa' }).waitFor();
  await shows(sanna.page.locator('.seat'), '1 odottaa sisäänpääsyä');
  expect(await leena.page.locator('.room').count()).toBe(0);
  await sanna.page.locator('.seat').getByRole('button', { name: 'Päästä sisään' }).click();
  await isInRoom(leena, mode);

  const paivi = await stage.signedIn('Päivi Rantala');
  await goToDoor(paivi, 'Siirry odotustilaan');
  await sanna.page.locator('.seat').getByRole('button', { name: 'Päästä sisään' }).click();
  await isInRoom(paivi, mode);
  for (const { page } of [sanna, leena, paivi]) {
    await shows(page.locator('.mode-note'), modeWords[mode]);
    await shows(page.locator('.room-here'), '3/5 paikalla');
  }
  return [sanna, leena, paivi];
}

async function chat(sanna: Visitor, leena: Visitor): Promise<void> {
  await sanna.page.getByRole('tab', { name: 'Viestit' }).click();
  await sanna.page.getByLabel('Viesti kaikille huoneessa').fill('Aloitetaan lapsen näkemyksestä.');
  await sanna.page.getByLabel('Viesti kaikille huoneessa').press('Enter');
  await shows(leena.page.locator('[data-control=chat]'), '1');
  await leena.page.getByRole('tab', { name: 'Viestit' }).click();
  await shows(leena.page.getByRole('log'), 'Aloitetaan lapsen näkemyksestä.');
  await shows(leena.page.getByRole('log'), 'Sanna Mäkelä');
  await leena.page.getByLabel('Viesti kaikille huoneessa').fill('Sopii.');
  await leena.page.getByRole('button', { name: 'Lähetä' }).click();
  await shows(sanna.page.getByRole('log'), 'Sopii.');
  for (const { page } of [sanna, leena]) await page.getByRole('tab', { name: 'Kooste' }).click();
}

async function write(sanna: Visitor, leena: Visitor, paivi: Visitor): Promise<void> {
  const words = 'Seuranta kuuden viikon päähän.';
  const own = sectionOf(sanna.page, 'Toiveet');
  await own.text.fill(words);
  await Promise.all([leena, paivi].map(({ page }) => eventually(async () => expect(await sectionOf(page, 'Toiveet').text.inputValue()).toBe(words), 3_000)));
  await sectionOf(leena.page, 'Toiveet').text.fill(`${words} Leena kirjaa.`);
  await eventually(async () => expect(await own.text.inputValue()).toBe(`${words} Leena kirjaa.`), 3_000);
}

/** Audio energy in 1.5 s; the fake microphone's beeps give 0.05 and more. */
const inaudible = 0.000_1;

async function mute(sanna: Visitor, leena: Visitor, paivi: Visitor): Promise<void> {
  await sanna.page.getByRole('tab', { name: 'Osallistujat' }).click();
  await sanna.page.getByRole('button', { name: 'Mykistä Leena Koivisto' }).click();
  await shows(leena.page.locator('.room-notices'), 'Sanna Mäkelä mykisti mikrofonisi. Vain sinä voit avata sen.');
  await isMuted(leena);
  await shows(paivi.page.locator('.tile:not([data-local])[data-mic=off]'), 'Leena Koivisto');

  // The last of the sound is on its way; after it nothing louder than the decoder's own filling arrives.
  const heard = async () => (await receptionOf(paivi)).get('Leena Koivisto')?.energy ?? NaN;
  await eventually(async () => {
    const before = await heard();
    await paivi.page.waitForTimeout(1_500);
    expect((await heard()) - before).toBeLessThan(inaudible);
  }, 15_000);
  await closeDetails(paivi);
}

async function isMuted({ page }: Visitor): Promise<void> {
  await page.locator('[data-control=mic][data-on=false]').waitFor();
}

/** Two people go on seeing and hearing by themselves; the muted one stays muted. */
async function loseServer(stage: Stage, people: readonly Visitor[], leena: Visitor): Promise<void> {
  const { livekit } = stage.standalone.pids;
  if (livekit === null) throw new Error('The start did not tell the process of the video server');
  for (const visitor of people) visitor.expectTrouble(/ERR_CONNECTION|\/rtc\/v1|livekit-client/);
  process.kill(livekit, 'SIGKILL');
  const killedAt = performance.now();
  await Promise.race(people.map(({ page }) => page.locator('.room[data-state=reconnecting], .room[data-state=rejoining]').waitFor()));
  await everybodySeesAndHears(people, [leena], 30_000);
  process.stdout.write(`After the video server was killed all three saw and heard each other again in ${((performance.now() - killedAt) / 1_000).toFixed(1)} s.\n`);
  await isMuted(leena);
  for (const { page } of people) expect(await page.locator('.room[data-state=live], .room[data-state=direct]').count()).toBe(1);
}

async function remove(sanna: Visitor, leena: Visitor, paivi: Visitor, id: string): Promise<void> {
  paivi.expectTrouble(/403 .*\/ticket/);
  await sanna.page.getByRole('button', { name: 'Poista Päivi Rantala' }).click();
  await sanna.page.getByRole('dialog').getByRole('button', { name: 'Poista' }).click();
  await shows(paivi.page.getByRole('heading', { level: 1 }), 'Sinut on poistettu tapaamisesta');
  await shows(leena.page.locator('.room-here'), '2/5 paikalla');

  await paivi.goto(`/consultations/${id}/meeting`);
  await paivi.page.getByRole('button', { name: 'Siirry odotustilaan' }).click();
  await shows(paivi.page.getByRole('heading', { level: 1 }), 'Sinut on poistettu tapaamisesta');
  const refused = await paivi.page.evaluate(`fetch('/api/consultations/${id}/ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deviceSession: 'another-device' }),
  }).then(async (answer) => [answer.status, (await answer.json()).code])`);
  expect(refused).toEqual([403, 'meeting.removed']);
}

async function end(sanna: Visitor, leena: Visitor, id: string): Promise<void> {
  // The room may be gone before its end is told: the way back in is refused then.
  for (const visitor of [sanna, leena]) visitor.expectTrouble(/409 .*\/ticket$/);
  await sanna.page.locator('.room-bar').getByRole('button', { name: 'Päätä kaikilta' }).click();
  await sanna.page.getByRole('dialog').getByRole('button', { name: 'Päätä kaikilta' }).click();
  for (const { page } of [sanna, leena]) {
    await shows(page.getByRole('heading', { level: 1 }), 'Tapaaminen on päättynyt');
    await page.getByRole('link', { name: 'Katso läsnäolo ja viestit' }).click();
    await page.waitForURL(`**/consultations/${id}`);
    await shows(page.getByRole('main'), 'Konsultaatio on pidetty');
    const main = page.getByRole('main');
    await shows(main, 'Aloitetaan lapsen näkemyksestä.');
    const attendance = page.locator('.panel').filter({ has: page.getByRole('heading', { name: 'Läsnä', exact: true }) });
    await eventually(async () => {
      for (const name of ['Sanna Mäkelä', 'Leena Koivisto', 'Päivi Rantala']) expect(await attendance.innerText()).toContain(name);
    });
  }
}
