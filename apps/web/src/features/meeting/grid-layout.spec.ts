import { describe, expect, it } from '@jest/globals';
import { gridLayout, layoutIn } from './grid-layout.js';

const desk = { width: 860, height: 680 };

describe('gridLayout', () => {
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 2],
    [6, 2],
    [9, 3],
    [12, 3],
  ])('lays %i tiles beside the paper in %i columns', (count, columns) => {
    expect(gridLayout(count, desk, 8).columns).toBe(columns);
  });

  it('lays two side by side where there is room', () => {
    expect(gridLayout(2, { width: 1800, height: 700 }, 8).columns).toBe(2);
  });

  it('never stretches a tile far beyond the shape of a picture', () => {
    const { width, height } = gridLayout(2, desk, 8);
    expect(width / height).toBeLessThan(2.1);
  });

  it('keeps the columns when the area gets lower', () => {
    const { columns } = gridLayout(2, desk, 8);
    const lower = layoutIn(columns, 2, { width: 860, height: 500 }, 8);
    expect(lower.columns).toBe(1);
    expect(2 * lower.height + 8).toBeLessThanOrEqual(500);
  });

  it('stays inside the area', () => {
    for (let count = 1; count <= 12; count += 1) {
      const { columns, width, height } = gridLayout(count, desk, 8);
      const rows = Math.ceil(count / columns);
      expect(columns * width + (columns - 1) * 8).toBeLessThanOrEqual(desk.width);
      expect(rows * height + (rows - 1) * 8).toBeLessThanOrEqual(desk.height);
    }
  });
});
