import type { ReactNode } from 'react';
import type { Action } from './ActionMenu.tsx';

/** A column of a {@link DataTable}. */
export type Column<Row> = {
  id: string;
  header: ReactNode;
  /** Track of the grid: `minmax(200px, 2fr)`, `120px`. Default `minmax(0, 1fr)`. */
  width?: string;
  align?: 'start' | 'end';
  cell: (row: Row) => ReactNode;
  /** Hidden while the table is narrower than so many pixels. The first column is always there. */
  hideBelow?: number;
};

/** Which rows are chosen, and how to choose others. */
export type Selection = { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void };

/** Props of {@link DataTable}. */
export type DataTableProps<Row> = {
  /** Accessible name: "Scripts", "Runs". */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** Enter or a click on a row. Links inside cells keep working, also in a new tab. */
  onOpen?: (row: Row) => void;
  /** The `...` menu of a row; a right click opens the same. */
  actions?: (row: Row) => readonly Action[];
  selection?: Selection;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onLoadMore?: () => void;
  /** What stands there when there are no rows: an {@link EmptyState}. */
  empty?: ReactNode;
  /** `fill` (default): takes the height that is left and scrolls inside. `natural`: as high as its rows; for short lists. */
  height?: 'fill' | 'natural';
  /** Height of a row in pixels when it is not that of the density (rows with two lines). */
  rowHeight?: number;
  /** The row that is open beside the list. */
  activeKey?: string | null;
  /** Rows that should look set back (disabled, archived). */
  isMuted?: (row: Row) => boolean;
};
