import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isNumberColumn, nextSort, parseCsv, toCsv, toTabbedText, visibleRows } from './table-rows.ts';

const table = { columns: ['name', 'amount'], cells: [['Ada', 10], ['bob', 9], [null, '1000000000000000000'], ['Cy "the" man', null]] };

describe('rows of a result table', () => {
  test('numbers are sorted as numbers, also those that came as text; empty cells stand last both ways', () => {
    expect(visibleRows(table, '', { column: 1, isDescending: false })).toEqual([1, 0, 2, 3]);
    expect(visibleRows(table, '', { column: 1, isDescending: true })).toEqual([2, 0, 1, 3]);
  });

  test('words are sorted without regard to case', () => {
    expect(visibleRows(table, '', { column: 0, isDescending: false })).toEqual([0, 1, 3, 2]);
  });

  test('a search keeps the rows that hold the text in any cell', () => {
    expect(visibleRows(table, 'BOB', null)).toEqual([1]);
    expect(visibleRows(table, '10', null)).toEqual([0, 2]);
  });

  test('a head goes up, down, and back to how it came', () => {
    const up = nextSort(null, 1);
    expect(up).toEqual({ column: 1, isDescending: false });
    expect(nextSort(nextSort(up, 1), 1)).toBeNull();
    expect(nextSort(up, 0)).toEqual({ column: 0, isDescending: false });
  });

  test('a column of numbers is recognised in spite of gaps', () => {
    expect(isNumberColumn(table, 1)).toBe(true);
    expect(isNumberColumn(table, 0)).toBe(false);
    expect(isNumberColumn({ columns: ['a'], cells: [[null]] }, 0)).toBe(false);
  });

  test('CSV quotes what needs it and makes formulas harmless, but leaves negative numbers alone', () => {
    const risky = { columns: ['a', 'b'], cells: [['=1+1', -5], ['x,"y"', { z: 1 }]] };
    expect(toCsv(risky, [0, 1])).toBe('a,b\r\n\'=1+1,-5\r\n"x,""y""","{""z"":1}"\r\n');
  });

  test('text for the clipboard has tabs between cells only', () => {
    expect(toTabbedText({ columns: ['a', 'b'], cells: [['x\ty', 1]] }, [0])).toBe('a\tb\nx y\t1');
  });

  test('CSV that was written is read back as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '7', ',', '"', ' ', '\n', 'é') }).filter((text) => text !== '');
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const written = { columns: ['one', 'two'], cells: rows.map(([one, two]) => [one, two]) };
      expect(parseCsv(toCsv(written, rows.map((_, index) => index)).replace(/\r\n$/, ''))).toEqual(written);
    }));
  });

  test('CSV of a spreadsheet is read with its own separator, and text that is no table is not', () => {
    expect(parseCsv('id;total\r\n1;2,5\r\n')).toEqual({ columns: ['id', 'total'], cells: [['1', '2,5']] });
    expect(parseCsv('just a line of words')).toBeNull();
    expect(parseCsv('a,b\n1,"broken')).toBeNull();
    expect(parseCsv('')).toBeNull();
  });
});
