import { describe, expect, it } from '@jest/globals';
import { categoryNames, chartData, fullEncoding, points, sortedByTime, type Encoding } from './chart-data.ts';

const rows = [
  { month: 'Jan', shop: 'A', total: 10, count: 1 },
  { month: 'Jan', shop: 'B', total: 5, count: 2 },
  { month: 'Feb', shop: 'A', total: '7', count: null },
];
const encoding: Encoding = { x: 'month', y: ['total'], aggregate: 'none' };

describe('the data of a chart', () => {
  it('takes the first words and the first numbers where nothing is said', () => {
    expect(fullEncoding(rows, { x: '', y: [], aggregate: 'none' })).toMatchObject({ x: 'month', y: ['total'] });
  });

  it('adds up the rows of one category, or takes the first', () => {
    expect(chartData(rows, { ...encoding, aggregate: 'sum' }).series[0]?.values).toEqual([15, 7]);
    expect(chartData(rows, encoding).series[0]?.values).toEqual([10, 7]);
    expect(chartData(rows, { ...encoding, aggregate: 'sum' }).series[0]?.rows[0]).toHaveLength(2);
  });

  it('splits by a field, with a gap where a series has nothing', () => {
    expect(chartData(rows, { ...encoding, series: 'shop', aggregate: 'sum' }).series.map(({ name, values }) => [name, values])).toEqual([
      ['A', [10, 7]],
      ['B', [5, null]],
    ]);
  });

  it('stands in order along time, whatever the order of the rows', () => {
    const data = chartData(
      [
        { day: '2026-02-01', n: 2 },
        { day: '2026-01-01', n: 1 },
      ],
      { x: 'day', y: ['n'], aggregate: 'none' },
    );
    expect(sortedByTime(data)).toMatchObject({ categories: ['2026-01-01', '2026-02-01'], series: [{ values: [1, 2] }] });
  });

  it('writes days as people do, with the year where there are several, and all else as it is', () => {
    expect(categoryNames(['2026-10-22', '2026-11-01'], 'en')).toEqual(['Oct 22', 'Nov 1']);
    expect(categoryNames(['2025-12-31', '2026-01-01'], 'en')).toEqual(['Dec 31, 2025', 'Jan 1, 2026']);
    expect(categoryNames(['2026-10-22', 'later', 3], 'en')).toEqual(['2026-10-22', 'later', '3']);
  });

  it('leaves out points without a place, and takes no rows at all', () => {
    expect(points(rows, { x: 'count', y: ['total'], aggregate: 'none' })[0]?.points).toEqual([
      [1, 10],
      [2, 5],
    ]);
    expect(chartData([], encoding)).toMatchObject({ categories: [] });
  });
});
