import { DomainError } from './domain-error.js';

/** What a part of a key must look like. */
type KeyPart = Pick<RegExp, 'test'>;

/** Position in a list as an opaque string: the sort key of the last row of a page. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads a position back.
 * @param patterns what each part of the key must look like
 * @throws {DomainError} `request.invalid` naming `cursor` when it is not a position of this list
 */
export function readCursor(cursor: string | undefined, patterns: readonly KeyPart[]): string[] | null {
  if (cursor === undefined) return null;
  const key = parse(cursor);
  if (key?.length === patterns.length && patterns.every((pattern, index) => pattern.test(key[index] ?? ''))) return key;
  throw new DomainError('request.invalid', { fields: [{ path: 'cursor', message: 'is not a position of this list' }] });
}

/** Shapes of common key parts. */
export const keyPart = {
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  instant: { test: isInstant },
  text: /^[^\0]{0,200}$/s,
};

/** What `toISOString` writes for an instant from 1970 to 9999; a day that is not in the calendar would reach the database. */
function isInstant(text: string): boolean {
  const at = Date.parse(text);
  return /^\d{4}-/.test(text) && at >= 0 && new Date(at).toISOString() === text;
}

function parse(cursor: string): string[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null;
  } catch {
    return null;
  }
}
