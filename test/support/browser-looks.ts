import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** Waits until the place shows the words; the failure tells what it showed instead. */
export function shows(place: Locator, words: string, limitMilliseconds = 15_000): Promise<void> {
  return eventually(async () => {
    const texts = await place.allInnerTexts();
    if (!texts.some((text) => text.includes(words))) throw new Error(`"${words}" is not shown in ${place.toString()}, but:\n${texts.join('\n')}`);
  }, limitMilliseconds);
}

/** The words of the error that belongs to a control, as a screen reader finds them. */
export async function errorAt(control: Locator): Promise<string> {
  const { invalid, describedBy } = {
    invalid: await control.getAttribute('aria-invalid'),
    describedBy: (await control.getAttribute('aria-describedby')) ?? '',
  };
  expect(invalid).toBe('true');
  const errorId = describedBy.split(' ').at(-1) ?? '';
  return (await control.page().locator(`[id="${errorId}"]`).innerText()).trim();
}

/** One section of a case summary that may be edited. */
export function sectionOf(page: Page, name: string): { text: Locator; state: Locator; conflict: Locator } {
  const section = page.locator('.summary-section').filter({ has: page.getByRole('textbox', { name }) });
  return { text: section.getByRole('textbox'), state: section.locator('.summary-state'), conflict: section.locator('.summary-conflict') };
}
