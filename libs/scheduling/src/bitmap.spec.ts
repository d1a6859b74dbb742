import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Bitmap } from './bitmap.js';

const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 150 });

function bitmapOf(flags: readonly boolean[]): Bitmap {
  const bitmap = new Bitmap(flags.length);
  flags.forEach((flag, index) => flag && bitmap.set(index));
  return bitmap;
}

const flagsOf = (bitmap: Bitmap) => Array.from({ length: bitmap.length }, (_, index) => bitmap.has(index));
const indexOr = (index: number, length: number) => (index < 0 ? length : index);

describe('Bitmap', () => {
  it('behaves like an array of booleans', () => {
    fc.assert(
      fc.property(bits, fc.integer({ min: -40, max: 190 }), fc.integer({ min: -40, max: 190 }), fc.integer({ min: 1, max: 160 }), (flags, from, to, run) => {
        const within = (index: number) => index >= from && index < to;
        expect(flagsOf(bitmapOf(flags).fill(from, to))).toEqual(flags.map((flag, index) => flag || within(index)));
        expect(flagsOf(bitmapOf(flags).clear(from, to))).toEqual(flags.map((flag, index) => flag && !within(index)));
        expect(flagsOf(bitmapOf(flags).erode(run))).toEqual(
          flags.map((_, index) => index + run <= flags.length && flags.slice(index, index + run).every(Boolean)),
        );
        expect(bitmapOf(flags).count()).toBe(flags.filter(Boolean).length);
        const start = Math.max(0, from);
        expect(bitmapOf(flags).nextSet(start)).toBe(indexOr(flags.indexOf(true, start), flags.length));
        expect(bitmapOf(flags).nextClear(start)).toBe(indexOr(flags.indexOf(false, start), flags.length));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what two have in common, and leaves a copy alone', () => {
    fc.assert(
      fc.property(bits, (flags) => {
        const others = flags.map((_, index) => index % 3 === 0);
        const original = bitmapOf(flags);
        expect(flagsOf(original.copy().and(bitmapOf(others)))).toEqual(flags.map((flag, index) => flag && index % 3 === 0));
        expect(flagsOf(original)).toEqual(flags);
      }),
    );
  });
});
