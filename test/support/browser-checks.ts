import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileName, screensFolder } from './browser-stage.js';
import type { Visitor } from './browser-visitor.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeViolation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What is wrong with the screen as it stands: accessibility (WCAG 2.2 AA by axe) and width. Keeps a picture of it. */
export async function inspectScreen(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  await page.evaluate('document.fonts.ready.then(() => scrollTo(0, 0))');
  // A dialog stands in the window, not on the page.
  const modal = (await page.locator('dialog:modal').count()) > 0;
  await page.screenshot({ path: join(screensFolder(), `${fileName(name)}.png`), fullPage: !modal });
  return [...(await accessibilityProblems(visitor)), ...(await overflow(visitor))].map((problem) => `${name}: ${problem}`);
}

async function accessibilityProblems({ page }: Visitor): Promise<string[]> {
  // As an evaluation: a script tag would be refused by the page's CSP, rightly.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] });
  const { violations } = (await page.evaluate(`axe.run(document, ${options})`)) as { violations: AxeViolation[] };
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`),
  );
}

const overflowing = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  const beyond = (element) => element.getBoundingClientRect().right > clientWidth + 1 || element.getBoundingClientRect().left < -1;
  const name = (element) => element.tagName.toLowerCase() + '.' + element.className;
  const floating = [...document.querySelectorAll('dialog:modal, :popover-open')].filter(beyond);
  if (floating.length > 0) return 'cut off by the window: ' + floating.map(name).join(', ');
  if (scrollWidth <= clientWidth) return null;
  return scrollWidth + ' px wide in a window of ' + clientWidth + ': ' + [...document.querySelectorAll('body *')].filter(beyond).slice(0, 4).map(name).join(', ');
})()`;

async function overflow({ page }: Visitor): Promise<string[]> {
  const found = (await page.evaluate(overflowing)) as string | null;
  return found === null ? [] : [found];
}
