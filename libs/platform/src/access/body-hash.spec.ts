import { expect, it } from '@jest/globals';
import { bodyHash } from './body-hash.js';

it('is the same for every order of keys and differs for another value', () => {
  const hash = bodyHash({ a: 1, b: { c: [1, 2], d: null } });
  expect(bodyHash({ b: { d: null, c: [1, 2] }, a: 1 })).toBe(hash);
  expect(bodyHash({ b: { d: null, c: [2, 1] }, a: 1 })).not.toBe(hash);
});
