import type { ReactNode } from 'react';
import type { RunBar } from '../../backend/items/versioned-item.contract.ts';
import { lookOfKind } from '../theme/kinds.ts';
import type { Column } from '../ui/DataTable.tsx';
import { FavouriteButton } from '../ui/FavouriteButton.tsx';
import { EditedCell, NameCell } from '../ui/NameCell.tsx';
import { RunBars } from '../ui/RunBars.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import type { RunnableKind } from './runnable.ts';
import classes from './runnable-columns.module.css';

/** What a row of either list has. */
export type RunnableRow = {
  path: string;
  summary: string;
  updated_by: string;
  updated_at: string;
  is_favourite: boolean;
  has_draft: boolean;
  runs: readonly RunBar[];
  last_run_at: string | null;
};

/** What a kind adds: its icon, its marks, columns after the name. */
export type RunnableLook<Row> = {
  icon: (row: Row) => ReactNode;
  marks?: (row: Row) => readonly string[];
  isRunnable?: (row: Row) => boolean;
  columns?: readonly Column<Row>[];
};

/** Columns of a list of scripts, flows or agents. */
export function runnableColumns<Row extends RunnableRow>(
  kind: RunnableKind,
  { icon, marks, isRunnable = () => true, columns = [] }: RunnableLook<Row>,
): readonly Column<Row>[] {
  const name = (row: Row): ReactNode => (
    <NameCell
      path={row.path}
      summary={row.summary}
      marks={[...(row.has_draft ? ['draft'] : []), ...(marks?.(row) ?? [])]}
      icon={
        <span className={classes.tile} data-kind={kind}>
          {icon(row)}
        </span>
      }
    />
  );
  return [
    { id: 'name', header: lookOfKind(kind).word, width: 'minmax(0, 1fr)', cell: name },
    ...columns,
    { id: 'runs', header: 'Last 20 runs', width: '128px', hideBelow: 560, cell: (row) => (isRunnable(row) ? <RunBars runs={[...row.runs]} /> : null) },
    { id: 'last', header: 'Last run', width: '100px', hideBelow: 700, cell: (row) => <RelativeTime at={row.last_run_at} never="never" /> },
    {
      id: 'edited',
      header: 'Edited',
      width: '168px',
      hideBelow: columns.length > 0 ? 1060 : 880,
      cell: (row) => <EditedCell at={row.updated_at} by={row.updated_by} />,
    },
    {
      id: 'star',
      header: <span className="visually-hidden">Favourite</span>,
      width: '32px',
      hideBelow: 420,
      cell: (row) => <FavouriteButton kind={kind} path={row.path} isFavourite={row.is_favourite} />,
    },
  ];
}
