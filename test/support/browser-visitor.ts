import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

export interface VisitorOptions {
  /** Default Finnish, as the people of the demo. */
  language?: 'fi' | 'sv' | 'en';
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

/** A trouble that a page has met by itself: an error in its console, an exception, something its CSP forbade. */
export interface PageTrouble {
  at: string;
  text: string;
}

const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

/** Settings of a browser context for one person: the fake camera and microphone are allowed, motion is off. */
export function contextOptions({ language = 'fi', theme = 'light', width = 1280, height = 900 }: VisitorOptions) {
  return {
    viewport: { width, height },
    locale: locales[language],
    timezoneId: 'Europe/Helsinki',
    colorScheme: theme,
    reducedMotion: 'reduce' as const,
    permissions: ['camera', 'microphone'],
  };
}

const tellCspViolations = `addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP forbade ' + event.blockedURI + ' (' + event.effectiveDirective + ')');
});`;

/** One person at one browser window of their own. */
export class Visitor {
  readonly #lines: string[] = [];
  readonly #troubles: PageTrouble[] = [];
  #expected: RegExp[] = [];

  private constructor(
    readonly name: string,
    readonly origin: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(name: string, origin: string, context: BrowserContext): Promise<Visitor> {
    await context.addInitScript(tellCspViolations);
    const page = await context.newPage();
    // Long enough for a busy machine; only a failure takes so long.
    page.setDefaultTimeout(25_000);
    const visitor = new Visitor(name, origin, context, page);
    page.on('console', (message) => visitor.#hear(message));
    page.on('pageerror', (error) => visitor.#trouble(String(error.stack ?? error)));
    return visitor;
  }

  /** By a click in the list of demo people. */
  async signIn(): Promise<this> {
    await this.page.goto(this.origin);
    await this.page.getByRole('button', { name: this.name }).click();
    await this.page.locator('header.shell').waitFor();
    return this;
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  /** The id in an address such as /cases/:id. */
  idInAddress(): string {
    const [id] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(new URL(this.page.url()).pathname) ?? [];
    if (!id) throw new Error(`There is no id in ${this.page.url()}`);
    return id;
  }

  /** The browser writes every refused request to the console; those that the journey provokes are not a trouble. */
  expectTrouble(...patterns: RegExp[]): void {
    this.#expected = [...this.#expected, ...patterns];
  }

  troubles(): readonly PageTrouble[] {
    return this.#troubles.filter(({ text }) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  /** Everything the page has written to its console. */
  console(): string {
    return this.#lines.join('\n');
  }

  #hear(message: ConsoleMessage): void {
    // Without queries: the media server's addresses carry tickets.
    const text = `${message.text()} ${message.location().url}`.trim().replace(/\?access_token=\S*/g, '');
    this.#lines.push(`${message.type()}: ${text}`);
    // Asking who one is, before signing in, is answered by 401.
    if (message.type() === 'error' && !/401 .*\/api\/me$/.test(text)) this.#troubles.push({ at: this.page.url(), text });
  }

  #trouble(text: string): void {
    this.#lines.push(`exception: ${text}`);
    this.#troubles.push({ at: this.page.url(), text });
  }
}
