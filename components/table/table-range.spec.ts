import { describe, expect, it } from '@jest/globals';
import { isSameLook, keptValue, lookOf, type TableLook } from './kept-view.ts';
import { isBlock, pastePlaces, rangeOf } from './range.ts';

describe('a block of cells', () => {
  it('lies between where it began and where it ended, whichever way it was drawn', () => {
    const range = rangeOf({ line: 4, column: 3 }, { line: 2, column: 1 });
    expect(range).toEqual({ top: 2, bottom: 4, left: 1, right: 3 });
    expect(isBlock(range)).toBe(true);
    expect(isBlock(rangeOf({ line: 2, column: 1 }, { line: 2, column: 1 }))).toBe(false);
  });

  it('is none in the line of titles', () => {
    expect(rangeOf({ line: -1, column: 0 }, { line: 3, column: 0 })).toBeNull();
  });

  it('takes a block from the clipboard from its first cell on, and one value into every cell', () => {
    const range = { top: 5, bottom: 6, left: 1, right: 2 };
    expect(pastePlaces([['a', 'b', 'c']], range)).toEqual([
      { line: 5, column: 1, text: 'a' },
      { line: 5, column: 2, text: 'b' },
      { line: 5, column: 3, text: 'c' },
    ]);
    expect(pastePlaces([['x']], range).map(({ line, column }) => `${line}:${column}`)).toEqual(['5:1', '5:2', '6:1', '6:2']);
  });
});

describe('a view that was kept', () => {
  const look: TableLook = {
    layout: { order: ['b', 'a'], widths: { a: 120 }, hidden: { c: true }, pins: { a: 'start' } },
    sort: [{ field: 'a', dir: 'desc' }],
    conditions: [{ field: 'b', op: 'contains', value: 'x' }],
    search: 'words',
  };

  it('is read as it was kept', () => {
    expect(isSameLook(lookOf(JSON.parse(JSON.stringify(keptValue(look)))), look)).toBe(true);
  });

  it.each<[unknown]>([
    [null],
    ['text'],
    [{ layout: { order: [1], widths: { a: 'x', b: 1e9 }, hidden: [], pins: { a: 'middle' } }, sort: [null, { field: 1 }], filter: 7, search: 3 }],
  ])('changes nothing by what is not understood: %j', (value) => {
    expect(lookOf(value)).toEqual({ layout: { order: [], widths: {}, hidden: {}, pins: {} }, sort: [], conditions: [], search: '' });
  });
});
