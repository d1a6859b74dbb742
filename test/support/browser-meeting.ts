import type { Consultation } from '@app/contracts';
import { Temporal } from 'temporal-polyfill';
import { shows } from './browser-looks.js';
import type { Stage } from './browser-stage.js';
import type { Visitor } from './browser-visitor.js';
import { eventually } from './eventually.js';

const timeZone = 'Europe/Helsinki';

/** Moves the consultation of the tour so near that its door is open, with the same two experts coming. Returns its id. */
export async function openTourMeeting(stage: Stage): Promise<string> {
  const sanna = await stage.client('sanna.makela');
  const today = Temporal.Now.zonedDateTimeISO(timeZone).toPlainDate();
  const { body: listed } = await sanna.send<{ items: Consultation[] }>('GET', `/api/consultations?from=${today}&to=${today.add({ days: 2 })}`);
  const [tour] = listed.items.filter(({ state }) => state === 'booked');
  if (!tour) throw new Error('The tour has no consultation');
  const start = Temporal.Now.zonedDateTimeISO(timeZone).add({ minutes: 10 }).round({ smallestUnit: 'minute', roundingMode: 'floor' });
  const local = start.toPlainDateTime().toString({ smallestUnit: 'minute' });
  // Off the quarters of an hour: a coordinator may, with a reason.
  const riitta = await stage.client('riitta.salonen');
  const body = { version: tour.version, start: { local, timeZone, offset: start.offset }, override: { reason: 'Kokeilu' } };
  const moved = await riitta.send<Consultation>('POST', `/api/consultations/${tour.id}/move`, body);
  if (moved.status !== 200) throw new Error(`The tour cannot be moved: ${JSON.stringify(moved.body)}`);
  for (const address of ['leena.koivisto', 'paivi.rantala']) {
    const expert = await stage.client(address);
    const { status, body: answer } = await expert.send('POST', `/api/consultations/${tour.id}/response`, { sequence: moved.body.sequence, answer: 'accepted', notDisqualified: true });
    if (status !== 200) throw new Error(`${address} cannot accept: ${JSON.stringify(answer)}`);
  }
  return tour.id;
}

/** What reaches one person from another since the room was entered. */
export interface Reception {
  frames: number;
  energy: number;
}

/** From the details that the room shows; opens them when they are shut. */
export async function receptionOf({ page }: Visitor): Promise<Map<string, Reception>> {
  if ((await page.locator('.connection').count()) === 0) await page.locator('[data-control=details]').click();
  const rows = await page.locator('tr[data-stats]').all();
  const found = new Map<string, Reception>();
  for (const row of rows) {
    const name = await row.getByRole('rowheader').innerText();
    found.set(name, { frames: Number(await row.getAttribute('data-frames-decoded')), energy: Number(await row.getAttribute('data-audio-energy')) });
  }
  return found;
}

export async function closeDetails({ page }: Visitor): Promise<void> {
  if ((await page.locator('.connection').count()) > 0) await page.locator('[data-control=details]').click();
}

/** Pictures decoded and sound heard, going on, from everybody to everybody; `silent` are seen only. */
export async function everybodySeesAndHears(visitors: readonly Visitor[], silent: readonly Visitor[] = [], limitMilliseconds = 20_000): Promise<void> {
  for (const visitor of visitors) {
    const others = visitors.filter((other) => other !== visitor);
    let before = new Map<string, Reception>();
    await eventually(async () => {
      const now = await receptionOf(visitor);
      const lacking = others.flatMap((other) => lack(other.name, now.get(other.name), before.get(other.name), silent.includes(other)));
      // A rejoined room counts from zero again.
      if (before.size < now.size || [...now].some(([name, { frames }]) => frames < (before.get(name)?.frames ?? 0))) before = now;
      if (lacking.length > 0) throw new Error(`${visitor.name} lacks ${lacking.join(', ')}; has ${JSON.stringify([...now])}`);
    }, limitMilliseconds);
    await closeDetails(visitor);
  }
}

function lack(name: string, now: Reception | undefined, before: Reception | undefined, silent: boolean): string[] {
  if (!now || !before) return [`anything of ${name}`];
  const picture = now.frames >= before.frames + 10 ? [] : [`the picture of ${name}`];
  const sound = silent || now.energy > before.energy ? [] : [`the sound of ${name}`];
  return [...picture, ...sound];
}

/** From the page with the "Liity" button through the device check to the door. */
export async function goToDoor(visitor: Visitor, goOn: string): Promise<void> {
  const { page } = visitor;
  await page.getByRole('link', { name: 'Liity' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Tarkista kuva ja ääni' }).waitFor();
  await eventually(async () => {
    const width = (await page.evaluate("document.querySelector('[data-own-preview]')?.videoWidth ?? 0")) as number;
    if (width === 0) throw new Error(`${visitor.name} does not see the own picture`);
  }, 10_000);
  await shows(page.locator('[data-device=microphone]'), 'kuuluu hyvin');
  await shows(page.locator('[data-device=connection]'), 'Yhteys Neuvoon toimii');
  await page.getByRole('button', { name: goOn, exact: true }).click();
}

export async function isInRoom({ page }: Visitor, mode: 'livekit' | 'direct'): Promise<void> {
  await page.locator(`.room[data-mode=${mode}][data-state=${mode === 'livekit' ? 'live' : 'direct'}]`).waitFor({ timeout: 30_000 });
}
