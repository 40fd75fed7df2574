import { describe, expect, test } from '@jest/globals';
import { csvPage, pageOf } from './csv-page.ts';

describe('a page of an export', () => {
  test.each<[string, unknown, object]>([
    ['a list that is full has more behind it', [{ id: 1 }, { id: 2 }], { total: null, isLast: false }],
    ['a shorter list is the last', [{ id: 1 }], { isLast: true }],
    ['a count tells when it is over, however short the page', { rows: [{ id: 1 }], total: 9 }, { total: 9, isLast: false }],
    ['the count is reached', { rows: [{ id: 1 }], total: 4 }, { isLast: true }],
    ['a page without rows ends it, whatever the count says', { rows: [], total: 9 }, { isLast: true }],
    ['more is said in words', { rows: [{ id: 1 }], has_more: true }, { isLast: false }],
    ['what is no answer ends it', 'nothing', { rows: [], isLast: true }],
  ])('%s', (_what, answer, expected) => {
    expect(pageOf(answer, 3, 2)).toMatchObject(expected);
  });

  test('has titles once, values as they are, and no formulas', () => {
    const columns = [
      { field: 'name', title: 'Name, full' },
      { field: 'customer.city', title: 'City' },
    ];
    expect(csvPage([{ name: '=1+1', customer: { city: 'Køln' } }], columns, true)).toBe('\ufeff"Name, full",City\r\n\'=1+1,Køln\r\n');
    expect(csvPage([{ name: -5, customer: null }], columns, false)).toBe('-5,\r\n');
  });
});
