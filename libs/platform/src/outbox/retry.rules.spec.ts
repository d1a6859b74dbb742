import { expect, it } from '@jest/globals';
import { pauseSeconds } from './retry.rules.js';

it('doubles the pause from 5 s up to 15 min and spreads it by a fifth', () => {
  expect([1, 2, 3, 8, 20].map((attempts) => pauseSeconds(attempts, 0.5))).toEqual([5, 10, 20, 640, 900]);
  expect(pauseSeconds(1, 0)).toBeCloseTo(4);
  expect(pauseSeconds(1, 1)).toBeCloseTo(6);
});
