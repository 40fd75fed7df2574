import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alongReading, cellAt, indexAt, rectOfCell, resized } from './geometry.ts';

const grid = { left: 100, top: 50, width: 1200, height: 800, gap: 0 };

describe('the geometry of the canvas', () => {
  it('finds the cell whose corner is nearest', () => {
    expect(cellAt(grid, { x: 340, y: 91 }, 3)).toEqual({ x: 2, y: 5 });
  });

  it('keeps what is dropped inside of the grid, wherever the pointer is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 12 }), (x, y, w) => {
        const cell = cellAt(grid, { x, y }, w);
        return cell.x >= 0 && cell.x + w <= 12 && cell.y >= 0;
      }),
    );
  });

  it('leads from a cell to its rectangle and back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 11 }), fc.nat({ max: 200 }), (x, y) => {
        const rect = rectOfCell(grid, { x, y, w: 1, h: 4 });
        expect(cellAt(grid, { x: rect.left + grid.left, y: rect.top + grid.top }, 1)).toEqual({ x, y });
      }),
    );
  });

  it('counts from the right edge where one reads from right to left', () => {
    const { point, rect } = alongReading(true);
    const seen = { ...rect(grid), gap: 0 };
    fc.assert(
      fc.property(fc.nat({ max: 1200 }), fc.nat({ max: 800 }), (x, y) => {
        const fromRight = point({ x: grid.left + grid.width - x, y: grid.top + y });
        expect(cellAt(seen, fromRight, 3)).toEqual(cellAt(grid, { x: grid.left + x, y: grid.top + y }, 3));
      }),
    );
    expect(alongReading(false).rect(grid)).toBe(grid);
  });

  it.each([
    ['before the first', { x: 10, y: 5 }, 0],
    ['between two of a line', { x: 130, y: 10 }, 1],
    ['at the end of a line', { x: 300, y: 10 }, 2],
    ['on a line below', { x: 10, y: 60 }, 2],
    ['below everything', { x: 10, y: 400 }, 3],
  ])('finds the position %s of a row that wraps', (_where, point, index) => {
    const children = [
      { left: 0, top: 0, width: 100, height: 40 },
      { left: 110, top: 0, width: 100, height: 40 },
      { left: 0, top: 50, width: 100, height: 40 },
    ];
    expect(indexAt('row', children, point)).toBe(index);
  });

  it('never makes a component smaller than it can be, or wider than the grid', () => {
    expect(resized(grid, { w: 4, h: 10, x: 6 }, { x: 2000, y: -500 })).toEqual({ w: 6, h: 2 });
    expect(resized(grid, { w: 4, h: 10, x: 6 }, { x: -2000, y: 16 })).toEqual({ w: 1, h: 12 });
  });
});
