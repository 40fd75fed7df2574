import { describe, expect, it } from '@jest/globals';
import { brushedPart } from './brushed.ts';
import { chartData, points } from './chart-data.ts';
import { heatCells } from './chart-option.ts';

const rows = [
  { day: 'Mon', n: 1, m: 10 },
  { day: 'Tue', n: 2, m: 20 },
  { day: 'Wed', n: 3, m: 30 },
];
const encoding = { x: 'day', y: ['n', 'm'], aggregate: 'none' as const };

describe('a marked part of a chart', () => {
  it('has the rows of its places, each once, whichever way it was drawn', () => {
    const data = chartData(rows, encoding);
    expect(brushedPart({ coordRange: [1, 2] }, { data })).toEqual({ from: 'Tue', to: 'Wed', rows: rows.slice(1) });
    expect(brushedPart({ coordRange: [5, -3] }, { data })).toMatchObject({ from: 'Mon', to: 'Wed' });
    expect(brushedPart(undefined, { data })).toBeNull();
  });

  it('of points has those inside of it', () => {
    const groups = points(rows, { x: 'n', y: ['m'], aggregate: 'none' });
    expect(
      brushedPart(
        {
          coordRange: [
            [1.5, 3],
            [0, 25],
          ],
        },
        { groups },
      ),
    ).toEqual({ from: 1.5, to: 3, rows: [rows[1]] });
    expect(brushedPart({ coordRange: [] }, { groups })).toBeNull();
  });

  it('is of a heat map whose empty cells are left out', () => {
    const data = chartData([...rows, { day: 'Thu', n: 4 }], encoding);
    expect(heatCells(data)).toHaveLength(7);
    expect(heatCells(data).at(-1)).toEqual([2, 1, 30]);
  });
});
