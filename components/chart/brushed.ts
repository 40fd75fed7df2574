import type { Row } from '../table/rows.ts';
import type { ChartData, points } from './chart-data.ts';

/** A part of a chart that was marked: a stretch of places along it, or of numbers along and up. */
export type BrushArea = { readonly coordRange?: readonly (number | readonly number[])[] };
/** The part in words of the data, and the rows in it. */
export type BrushedPart = { readonly from: unknown; readonly to: unknown; readonly rows: readonly Row[] };

/** What lies in a marked part; `null` where nothing is marked. */
export function brushedPart(area: BrushArea | undefined, { data, groups }: { data?: ChartData; groups?: ReturnType<typeof points> }): BrushedPart | null {
  const [first, second] = area?.coordRange ?? [];
  if (groups) {
    if (!Array.isArray(first) || !Array.isArray(second)) return null;
    const [[left = 0, right = 0], [low = 0, high = 0]] = [first as number[], second as number[]];
    const rows = groups.flatMap(({ points: all, rows: own }) =>
      own.filter((_row, index) => {
        const [x = Number.NaN, y = Number.NaN] = all[index] ?? [];
        return x >= left && x <= right && y >= low && y <= high;
      }),
    );
    return { from: left, to: right, rows };
  }
  if (!data || typeof first !== 'number' || typeof second !== 'number') return null;
  const [from, to] = [Math.max(0, Math.min(first, second)), Math.min(data.categories.length - 1, Math.max(first, second))];
  if (to < from) return null;
  const rows = new Set(data.series.flatMap((series) => series.rows.slice(from, to + 1).flat()));
  return { from: data.categories[from], to: data.categories[to], rows: [...rows] };
}
