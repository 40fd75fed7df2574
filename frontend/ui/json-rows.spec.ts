import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstOpen, leafText, previewOf, rowsOf } from './json-rows.ts';

describe('rows of a JSON tree', () => {
  test('a closed value is one line', () => {
    expect(rowsOf({ a: [1, 2], b: 3 }, new Set())).toHaveLength(1);
  });

  test('an open object shows its members in order with their pointers', () => {
    const rows = rowsOf({ 'a/b': 1, 'c~d': [true] }, new Set(['', '/c~0d']));
    expect(rows.map((row) => row.pointer)).toEqual(['', '/a~1b', '/c~0d', '/c~0d/0']);
    expect(rows.map((row) => row.depth)).toEqual([0, 1, 1, 2]);
  });

  test('with everything open there is one line for each value', () => {
    const count = (value: unknown): number =>
      1 + (typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, item) => sum + count(item), 0) : 0);
    const everything = { has: () => true } as unknown as ReadonlySet<string>;
    fc.assert(fc.property(fc.jsonValue(), (value) => rowsOf(value, everything).length === count(value)));
  });

  test('at first about a screen full of lines is open, and the root always', () => {
    const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, { a: 1 }]));
    expect(rowsOf(wide, firstOpen(wide))).toHaveLength(1001);
    const small = { user: { name: 'Ada', tags: ['a', 'b'] } };
    expect(rowsOf(small, firstOpen(small))).toHaveLength(6);
  });

  test('a closed object shows its first names and a closed array its size', () => {
    expect(previewOf({ id: 1, name: 2 })).toBe('{id, name}');
    expect(previewOf([1])).toBe('[1 item]');
    expect(previewOf({})).toBe('{}');
  });

  test('text of any length becomes a line of limited length', () => {
    expect(leafText('x'.repeat(100_000)).length).toBeLessThan(2100);
    expect(leafText(null)).toBe('null');
  });
});
