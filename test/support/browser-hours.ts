import type { Availability, Me } from '@app/contracts';
import type { Locator, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import type { Visitor } from './browser-visitor.js';

/** The grid shows the hours from 6 to 20 where nothing lies outside them. */
const shownHours = { from: 6, to: 20 };

/** The middle of a lane of the grid at an hour. */
export async function pointAt(lane: Locator, hour: number): Promise<{ x: number; y: number }> {
  await lane.scrollIntoViewIfNeeded();
  const box = await lane.boundingBox();
  if (box === null) throw new Error('The lane is not there');
  return { x: box.x + ((hour - shownHours.from) / (shownHours.to - shownHours.from)) * box.width, y: box.y + box.height / 2 };
}

export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** Types a time into a time field, as `0930`. */
export async function typeTime(group: Locator, label: string, digits: string): Promise<void> {
  await group.getByRole('group', { name: label }).getByRole('spinbutton').first().click();
  await group.page().keyboard.type(digits);
}

/** Types a day into a date field of a Finnish page. */
export async function typeDay(page: Page, label: string, day: Temporal.PlainDate): Promise<void> {
  await page.getByRole('group', { name: label }).getByRole('spinbutton').first().click();
  await page.keyboard.type(`${String(day.day).padStart(2, '0')}${String(day.month).padStart(2, '0')}${day.year}`);
}

/** A week on whose working days the centre is open, the next one if possible. */
export class OpenWeek {
  private constructor(
    private readonly monday: Temporal.PlainDate,
    /** How many weeks after the present one. */
    readonly ahead: number,
  ) {}

  static after(closedDays: Availability['closedDays']): OpenWeek {
    const today = Temporal.Now.plainDateISO('Europe/Helsinki');
    for (let ahead = 1; ; ahead += 1) {
      const monday = today.subtract({ days: today.dayOfWeek - 1 }).add({ weeks: ahead });
      const [first, end] = [monday.toString(), monday.add({ days: 5 }).toString()];
      if (!closedDays.some(({ from, to }) => from < end && first < to)) return new OpenWeek(monday, ahead);
    }
  }

  /** A weekday of it, Monday being 1. */
  day(weekday: number): Temporal.PlainDate {
    return this.monday.add({ days: weekday - 1 });
  }
}

/** `ke 2.12.2026` */
export function dayText(date: Temporal.PlainDate): string {
  return `${['ma', 'ti', 'ke', 'to', 'pe', 'la', 'su'][date.dayOfWeek - 1]} ${date.day}.${date.month}.${date.year}`;
}

/** Somebody's hours, as they are kept. */
export async function hoursOf(visitor: Visitor): Promise<Availability> {
  const answer = await visitor.page.request.get(`${visitor.origin}/api/people/${await personIdOf(visitor)}/availability`);
  return answer.json() as Promise<Availability>;
}

export async function personIdOf({ page, origin }: Visitor): Promise<string> {
  const me = (await (await page.request.get(`${origin}/api/me`)).json()) as Me;
  return me.person.personId;
}

const plainRules: Partial<Availability> = {
  exceptions: [],
  leaves: [],
  minimumNoticeMinutes: 0,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  weeklyCap: null,
  monthlyCap: null,
};

/** What a journey starts from: these rules, and nothing else that stands in the way. */
export async function keepHours(visitor: Visitor, rules: Partial<Availability>): Promise<void> {
  const { version } = await hoursOf(visitor);
  const answer = await visitor.page.request.patch(`${visitor.origin}/api/people/${await personIdOf(visitor)}/availability`, {
    headers: { origin: visitor.origin },
    data: { version, ...plainRules, ...rules },
  });
  if (!answer.ok()) throw new Error(`The hours were not kept (${answer.status()}): ${await answer.text()}`);
}
