import { expect, it } from '@jest/globals';
import { isSameSite } from './same-site.js';

const allowed = ['https://neuvo.example.fi'];

it.each([
  [{ origin: 'https://neuvo.example.fi' }, true],
  [{ origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
  [{ origin: 'http://localhost:4000', host: 'localhost:3000' }, false],
  [{ origin: 'https://evil.example', host: 'neuvo.example.fi', 'sec-fetch-site': 'same-origin' }, false],
  [{ origin: 'null', host: 'localhost:3000' }, false],
  [{ origin: 'https://neuvo.example.fi', 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{}, false],
] as const)('%j → %s', (headers, expected) => {
  expect(isSameSite(headers, allowed)).toBe(expected);
});
