import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a write or a socket handshake comes from our own pages (or a script that says so): its `Origin` is on the list
 * or names the host it was sent to; without an `Origin`, `Sec-Fetch-Site` must be `same-origin`. What a browser itself
 * calls cross-site never passes.
 */
export function isSameSite(headers: IncomingHttpHeaders, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
  if (allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
