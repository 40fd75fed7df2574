import { describe, expect, it } from '@jest/globals';
import { columnsInView, drawnColumns } from './column-window.ts';
import { gridColumns } from './grid-columns.ts';
import { tableColumns } from './columns.ts';

const fields = Array.from({ length: 100 }, (_none, index) => ({ field: `c${index}`, width: 100, ...(index === 0 ? { pin: 'start' as const } : {}) }));
const columns = gridColumns(tableColumns(fields, []), { hasCheck: true, hasExpand: false, actionsWidth: 48 });
const indexes = (drawn: readonly { index: number }[]): number[] => drawn.map(({ index }) => index);

describe('the columns of a wide table that are drawn', () => {
  it('are those in view and three at each side', () => {
    // The column of the check is 36 pixels wide, so that column 21 begins at 2,036.
    expect(columnsInView(columns, 2_040, 400)).toEqual({ first: 18, last: 28 });
    expect(columnsInView(columns, 0, 400)).toEqual({ first: 0, last: 7 });
    expect(columnsInView(columns, 9_700, 400)).toEqual({ first: 94, last: 101 });
  });

  it('are also the pinned ones, and the one that has the focus', () => {
    expect(indexes(drawnColumns(columns, { first: 50, last: 52 }, [7]))).toEqual([0, 1, 7, 50, 51, 52, 101]);
  });

  it('are all of them where there is room for all', () => {
    expect(drawnColumns(columns, null, [])).toHaveLength(columns.length);
  });
});
