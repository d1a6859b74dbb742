import { randomUUID } from 'node:crypto';
import { demoPassword } from './people.js';

export interface DemoAnswer<T> {
  status: number;
  body: T;
}

/**
 * A demo person at the front door of the running server: what the demo shows has passed every rule that holds for people,
 * and leaves the same traces.
 */
export class DemoClient {
  private constructor(
    private readonly origin: string,
    private readonly cookie: string,
  ) {}

  static async signIn(origin: string, email: string): Promise<DemoClient> {
    const answer = await fetch(`${origin}/api/sessions`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: demoPassword }),
    });
    const [cookie = ''] = answer.headers.getSetCookie();
    if (answer.status !== 201 || !cookie) throw new Error(`${email} cannot sign in (${answer.status}): ${await answer.text()}`);
    return new DemoClient(origin, cookie.slice(0, cookie.indexOf(';')));
  }

  /** Any answer below 500 is returned; the caller decides what a refusal means. */
  async send<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<DemoAnswer<T>> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: { origin: this.origin, cookie: this.cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as T };
  }

  async signOut(): Promise<void> {
    await fetch(`${this.origin}/api/sessions/current`, { method: 'DELETE', headers: { origin: this.origin, cookie: this.cookie } });
  }
}
