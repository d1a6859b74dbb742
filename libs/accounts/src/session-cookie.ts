import { createHash, randomBytes } from 'node:crypto';
import type { Config } from '@app/platform';

/** A new opaque session id: 256 random bits, base64url. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead of the token. */
export function hashSessionToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Name of the session cookie. On HTTPS the `__Host-` prefix binds it to this host; on plain HTTP in development
 * the port is part of the name, because cookies ignore ports and two copies may run side by side.
 */
export function sessionCookieName(http: Config['http'], localPort: number): string {
  return http.publicUrl.startsWith('https:') ? '__Host-neuvo' : `neuvo-${localPort}`;
}

/** Value of a named cookie in a raw `Cookie` header. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return rest.join('=') || null;
  }
  return null;
}
