import type { Locator } from 'playwright-core';
import type { Visitor } from './browser-visitor.js';

const mostStops = 120;

/** What is used of the browser's elements: the tests are compiled without the browser's types. */
interface PageElement {
  matches(selector: string): boolean;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { top: number; bottom: number };
  ownerDocument: { defaultView: { innerHeight: number; getComputedStyle(element: PageElement): { outlineStyle: string; boxShadow: string } } };
}

/** A person who uses the keyboard alone: gets to things by Tab, and by what has the focus. */
export class Keyboard {
  constructor(private readonly visitor: Visitor) {}

  /** Goes on with Tab until the control has the focus, which must then be seen. */
  async tabTo(control: Locator): Promise<void> {
    await control.waitFor();
    for (let stop = 0; stop < mostStops; stop += 1) {
      if (await this.isAt(control)) return this.assertFocusIsSeen(control);
      await this.press('Tab');
    }
    throw new Error(`Tab does not lead to ${control.toString()} in ${mostStops} stops`);
  }

  press(key: string): Promise<void> {
    return this.visitor.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.visitor.page.keyboard.type(text);
  }

  private isAt(control: Locator): Promise<boolean> {
    return control.evaluate((element: PageElement) => element.matches(':focus'));
  }

  private async assertFocusIsSeen(control: Locator): Promise<void> {
    const { outlined, inside } = await control.evaluate((element: PageElement) => {
      const { defaultView: view } = element.ownerDocument;
      // A row that is one choice shows the focus of its radio button or checkbox around the whole of it.
      const looks = [element, element.closest('label')].flatMap((one) => (one === null ? [] : [view.getComputedStyle(one)]));
      const { top, bottom } = element.getBoundingClientRect();
      // Parts of a date show the focus by their ground.
      const outlined = looks.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none') || element.getAttribute('role') === 'spinbutton';
      return { outlined, inside: bottom > 0 && top < view.innerHeight };
    });
    if (!outlined || !inside) throw new Error(`The focus on ${control.toString()} cannot be seen (${outlined ? 'it is outside the window' : 'no outline'})`);
  }
}
