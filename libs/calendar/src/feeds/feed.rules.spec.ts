import { expect, it } from '@jest/globals';
import { nextAttemptMs } from './feed.rules.js';

it.each([
  [0, 15],
  [1, 30],
  [2, 60],
  [4, 240],
  [5, 360],
  [1_000, 360],
])('after %i failures a calendar rests %i minutes, more or less', (failures, minutes) => {
  expect(nextAttemptMs(failures, 0.5)).toBe(minutes * 60_000);
  expect(nextAttemptMs(failures, 0)).toBe(minutes * 60_000 * 0.9);
  expect(nextAttemptMs(failures, 1)).toBe(Math.round(minutes * 60_000 * 1.1));
});
