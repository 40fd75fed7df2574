import type { ReactNode } from 'react';
import type { ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { nameOfActor } from '../runs/run-words.ts';
import type { Column } from '../ui/DataTable.tsx';
import { FavouriteButton } from '../ui/FavouriteButton.tsx';
import { splitPath } from '../ui/item-path.ts';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { RunBars } from '../ui/RunBars.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import classes from './script-columns.module.css';

function NameCell({ row }: { row: ScriptRow }): ReactNode {
  return (
    <span className={classes.name}>
      <span className={classes.tile}>
        <LanguageIcon language={row.language} />
      </span>
      <span className={classes.words}>
        <span className={classes.summary}>
          <span className="truncate">{row.summary || splitPath(row.path).name}</span>
          {row.has_draft && <span className={classes.mark}>draft</span>}
          {!row.has_main && <span className={classes.mark}>library</span>}
        </span>
        <PathText path={row.path} />
      </span>
    </span>
  );
}

/** Columns of the list of scripts. */
export const scriptColumns: readonly Column<ScriptRow>[] = [
  { id: 'name', header: 'Script', width: 'minmax(0, 1fr)', cell: (row) => <NameCell row={row} /> },
  { id: 'runs', header: 'Last 20 runs', width: '128px', hideBelow: 560, cell: (row) => (row.has_main ? <RunBars runs={row.runs} /> : null) },
  { id: 'last', header: 'Last run', width: '100px', hideBelow: 700, cell: (row) => <RelativeTime at={row.last_run_at} never="never" /> },
  {
    id: 'edited', header: 'Edited', width: '168px', hideBelow: 880,
    cell: (row) => (
      <span className={classes.edited}>
        <RelativeTime at={row.updated_at} /> by {nameOfActor(row.updated_by)}
      </span>
    ),
  },
  { id: 'star', header: <span className="visually-hidden">Favourite</span>, width: '32px', cell: (row) => <FavouriteButton kind="script" path={row.path} isFavourite={row.is_favourite} /> },
];
