import type { ReactNode } from 'react';
import type { TableColumn } from './columns.ts';
import { numberText } from './values.ts';
import classes from './TableGrid.module.css';

const words = { count: 'Count', sum: 'Sum', average: 'Average', min: 'Least', max: 'Most' } as const;

/** A value over many rows, in the words of its column. */
export function AggregateText({
  column,
  value,
  locale,
  hasTitle,
}: {
  column: TableColumn;
  value: number | null;
  locale: string;
  hasTitle: boolean;
}): ReactNode {
  if (column.aggregate === undefined) return null;
  const shown = value === null ? '–' : numberText(value, column.aggregate === 'count' ? { ...column, type: 'number' } : column, locale);
  return (
    <span className={classes.aggregate} title={`${words[column.aggregate]} of ${column.title}`}>
      {hasTitle && <span className={classes.aggregateWord}>{`${words[column.aggregate]} of ${column.title}`} </span>}
      {shown}
    </span>
  );
}
