import type { CSSProperties } from 'react';
import type { ColumnType, TableColumn } from './columns.ts';

/** A column of the grid as it is drawn: one of the data, or one of the table's own. */
export type GridColumn =
  | {
      readonly kind: 'data';
      readonly id: string;
      readonly column: TableColumn;
      readonly pin: 'start' | 'end' | undefined;
      readonly width: number;
      readonly isFlexible: boolean;
    }
  | {
      readonly kind: 'check' | 'expand' | 'actions';
      readonly id: string;
      readonly pin: 'start' | 'end' | undefined;
      readonly width: number;
      readonly isFlexible: false;
    };

const widths: Readonly<Partial<Record<ColumnType, number>>> = {
  id: 100,
  number: 100,
  boolean: 80,
  percent: 90,
  image: 72,
  date: 116,
  datetime: 188,
  tag: 116,
  duration: 100,
  currency: 110,
  avatar: 168,
};

type Options = { hasCheck: boolean; hasExpand: boolean; actionsWidth: number };

/** All columns of the grid, in order. */
export function gridColumns(shown: readonly TableColumn[], { hasCheck, hasExpand, actionsWidth }: Options): readonly GridColumn[] {
  const data = shown.map((column): GridColumn => {
    const isFlexible = column.width === undefined && column.pin === undefined;
    return { kind: 'data', id: column.field, column, pin: column.pin, width: column.width ?? widths[column.type] ?? 140, isFlexible };
  });
  return [
    ...(hasCheck ? [{ kind: 'check', id: ' check', pin: 'start', width: 36, isFlexible: false } as const] : []),
    ...(hasExpand ? [{ kind: 'expand', id: ' expand', pin: 'start', width: 32, isFlexible: false } as const] : []),
    ...data,
    ...(actionsWidth > 0 ? [{ kind: 'actions', id: ' actions', pin: 'end', width: actionsWidth, isFlexible: false } as const] : []),
  ];
}

/** The tracks of a line, and the width below which the grid scrolls sideways. */
export function tracksOf(columns: readonly GridColumn[]): { template: string; minWidth: number } {
  const lastData = columns.findLastIndex(({ kind }) => kind === 'data');
  const hasFlexible = columns.some(({ isFlexible }) => isFlexible);
  const tracks = columns.map(({ width, isFlexible }, index) =>
    isFlexible || (!hasFlexible && index === lastData) ? `minmax(${width}px, ${width}fr)` : `${width}px`,
  );
  return { template: tracks.join(' '), minWidth: columns.reduce((sum, { width }) => sum + width, 0) };
}

/** Where pinned columns stay when the rest scrolls. */
export function pinStyles(columns: readonly GridColumn[]): ReadonlyMap<string, CSSProperties> {
  const styles = new Map<string, CSSProperties>();
  let start = 0;
  for (const { id, pin, width } of columns) {
    if (pin !== 'start') continue;
    styles.set(id, { insetInlineStart: start });
    start += width;
  }
  let end = 0;
  for (const { id, pin, width } of columns.toReversed()) {
    if (pin !== 'end') continue;
    styles.set(id, { insetInlineEnd: end });
    end += width;
  }
  return styles;
}

/** Room that pinned columns take at each side: a cell that gets the focus is scrolled to beside them and not below them. */
export function scrollPadding(columns: readonly GridColumn[]): CSSProperties {
  const widthOf = (side: 'start' | 'end'): number => columns.reduce((sum, { pin, width }) => (pin === side ? sum + width : sum), 0);
  return { scrollPaddingInlineStart: widthOf('start'), scrollPaddingInlineEnd: widthOf('end') };
}
