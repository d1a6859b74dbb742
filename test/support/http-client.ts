import { io, type Socket } from 'socket.io-client';

/** An answer of the API; `body` is parsed JSON, or the text. */
export interface Answer<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Speaks to one server with the cookies it was given, as a page of that server would. */
export class HttpClient {
  private cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    cookie?: string,
  ) {
    if (cookie) this.keep(cookie);
  }

  /** The `Cookie` header. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = undefined, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** A string body is sent as it is; `headers` with an empty value leave the usual one out. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const usual = { origin: this.url, cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const sent = Object.entries({ ...usual, ...headers }).filter(([, value]) => value !== '');
    const response = await fetch(this.url + path, {
      method,
      headers: Object.fromEntries(sent),
      body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: json ? (JSON.parse(text) as unknown) : text };
  }

  /** Opens a socket; rejects with the server's refusal. Close it yourself. */
  connect(headers: Record<string, string> = {}): Promise<Socket> {
    const socket = io(this.url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: this.url, cookie: this.cookie, ...headers },
    });
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
  }

  private keep(cookie: string): void {
    const [pair = ''] = cookie.split(';');
    const at = pair.indexOf('=');
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
