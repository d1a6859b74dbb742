import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CaughtMail, MailCatcher } from './mail-catcher.js';
import { mailListPage, mailViewPage } from './mail-page-view.js';

export interface MailPage {
  /** http://127.0.0.1:port/ */
  readonly url: string;
  stop(): Promise<void>;
}

/** A page on 127.0.0.1 where the caught mails can be read: the list, one mail (text, HTML, invitation, source). */
export async function startMailPage(catcher: MailCatcher, port: number): Promise<MailPage> {
  const server = createServer((request, response) => answer(catcher, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${port}/`, stop: () => stop(server) };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function answer(catcher: MailCatcher, request: IncomingMessage, response: ServerResponse): void {
  // A foreign site must not read the mails through a name that it points at 127.0.0.1.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) return send(response, 403, 'text/plain', 'Forbidden');
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'Method not allowed');
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/') return sendPage(response, (nonce) => mailListPage(catcher.messages(), nonce));
  if (pathname === '/newest') return send(response, 200, 'text/plain', String(catcher.messages().at(-1)?.id ?? 0));
  if (pathname === '/mails.json') return send(response, 200, 'application/json', JSON.stringify(catcher.messages()));
  const [, id, part] = /^\/mails\/(\d+)(?:\/(html|source))?$/.exec(pathname) ?? [];
  const mail = catcher.find(Number(id));
  if (!mail) return send(response, 404, 'text/plain', 'Not found');
  if (part === 'source') return send(response, 200, 'text/plain', mail.raw);
  if (part === 'html') return sendMailBody(response, mail);
  return sendPage(response, (nonce) => mailViewPage(mail, nonce));
}

function sendPage(response: ServerResponse, render: (nonce: string) => string): void {
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('content-security-policy', `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'`);
  send(response, 200, 'text/html', render(nonce));
}

/** The mail's own HTML: no scripts, nothing loaded from elsewhere; links open outside the frame. */
function sendMailBody(response: ServerResponse, mail: CaughtMail): void {
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'");
  send(response, 200, 'text/html', `<base target="_blank">${mail.html}`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  response.end(body);
}
