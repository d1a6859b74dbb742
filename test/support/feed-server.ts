import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server that holds calendars. */
export class FeedServer {
  readonly requests: IncomingMessage[] = [];
  private readonly pages = new Map<string, Page>();
  private readonly server = createServer((request, response) => {
    this.requests.push(request);
    (this.pages.get(request.url ?? '') ?? missing)(request, response);
  });

  constructor(private readonly host = '127.0.0.1') {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, this.host, resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Says what a path answers with from now on, and tells its address. */
  serve(path: string, page: string | Page): string {
    this.pages.set(path, typeof page === 'string' ? (_request, response) => response.setHeader('content-type', 'text/calendar').end(page) : page);
    return `http://${this.host}:${this.port}${path}`;
  }

  /** Requests of a path so far. */
  of(path: string): IncomingMessage[] {
    return this.requests.filter(({ url }) => url === path);
  }
}

function missing(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}
