/** A field that cannot be accepted. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

const dangerousKeys = new Set(['__proto__', 'constructor', 'prototype']);
const maxDepth = 32;

/**
 * Copies a JSON value with all strings in Unicode form C. Names the fields that hold a NUL character or half a
 * surrogate pair (PostgreSQL stores neither), keys that reach for the prototype, and nesting without end.
 */
export function cleanse(value: unknown): { value: unknown; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  return { value: copy(value, [], problems), problems };
}

function copy(value: unknown, path: readonly string[], problems: FieldProblem[]): unknown {
  if (typeof value === 'string') return text(value, path, problems);
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (path.length >= maxDepth) {
    problems.push({ path: path.join('.'), message: 'is nested too deeply' });
    return null;
  }
  if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, String(index)], problems));
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const inside = [...path, key];
    if (dangerousKeys.has(key)) problems.push({ path: inside.join('.'), message: 'is not a known field' });
    else if (!isStorable(key)) problems.push({ path: path.join('.'), message: 'has a key with forbidden characters' });
    else result[key] = copy(inner, inside, problems);
  }
  return result;
}

function text(value: string, path: readonly string[], problems: FieldProblem[]): string {
  if (isStorable(value)) return value.normalize('NFC');
  problems.push({ path: path.join('.'), message: 'contains a forbidden character' });
  return '';
}

function isStorable(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}
