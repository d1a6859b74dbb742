import { describe, expect, it } from '@jest/globals';
import { cleanse } from './cleanse.js';

describe('cleanse', () => {
  it('brings text to Unicode form C', () => {
    expect(cleanse({ name: 'A\u030ake' }).value).toEqual({ name: 'Åke' });
  });

  it('names every field with a NUL or half a surrogate pair', () => {
    const { problems } = cleanse({ a: 'x\0', b: [{ c: '\ud800' }], d: 'fine 😀' });
    expect(problems.map(({ path }) => path)).toEqual(['a', 'b.0.c']);
  });

  it('refuses keys that reach for the prototype', () => {
    const { value, problems } = cleanse(JSON.parse('{"a":{"__proto__":{"admin":true}},"constructor":1}'));
    expect(problems.map(({ path }) => path)).toEqual(['a.__proto__', 'constructor']);
    expect((value as { a: { admin?: boolean } }).a.admin).toBeUndefined();
  });

  it('refuses nesting without end', () => {
    const deep = JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown;
    expect(cleanse(deep).problems[0]?.message).toMatch(/deep/);
  });
});
