import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From sending to the last byte. */
  readonly milliseconds: number;
}

/** Speaks HTTP over kept connections with as little work of its own as possible: it shares the machine with the server. */
export class HttpLoad {
  private readonly agent: Agent;
  private readonly url: URL;

  constructor(
    private readonly origin: string,
    connections: number,
  ) {
    this.url = new URL(origin);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  }

  /** Opens all connections, as browsers have that show the page. */
  async connect(connections: number): Promise<void> {
    await Promise.all(Array.from({ length: connections }, () => this.send('GET', '/api/health/live', {})));
  }

  post(path: string, cookie: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const text = JSON.stringify(body);
    return this.send('POST', path, { cookie, origin: this.origin, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), ...headers }, text);
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const sentAt = performance.now();
    return new Promise((resolve, reject) => {
      const { hostname: host, port } = this.url;
      const sent = request({ agent: this.agent, host, port, method, path, headers, timeout: 30_000 }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString(), milliseconds: performance.now() - sentAt }),
        );
      });
      sent.once('timeout', () => sent.destroy(new Error(`${method} ${path} took more than 30 s`)));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

/** Works through the list with so many at a time. */
export async function inParallel<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
