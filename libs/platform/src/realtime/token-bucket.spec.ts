import { expect, it } from '@jest/globals';
import { TokenBucket } from './token-bucket.js';

it('allows a burst, then refills with time', () => {
  let now = 0;
  const bucket = new TokenBucket({ size: 2, perSecond: 10 }, () => now);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
  now = 100;
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
});
