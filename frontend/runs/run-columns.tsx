import type { ReactNode } from 'react';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { Column } from '../ui/DataTable.tsx';
import { splitPath } from '../ui/item-path.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { PathText } from '../ui/PathField.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Duration, RelativeTime } from '../ui/Values.tsx';
import { durationOf } from './run-segments.ts';
import { kindLabels, nameOfActor, placeInFlow, shownStatus, titleOfRun, triggerLabels } from './run-words.ts';
import classes from './run-columns.module.css';
import { tagText } from './tag-words.ts';

/** What ran, its state in front. */
function RunCell({ row }: { row: JobRow }): ReactNode {
  return (
    <span className={classes.run}>
      <span className={classes.state}>
        <StatusBadge status={shownStatus(row)} variant="plain" />
      </span>
      <span className={classes.icon}>
        <KindIcon kind={iconOf(row)} />
      </span>
      <span className={classes.name}>
        <RunName row={row} />
        {noteOf(row) !== null && <span className={classes.kind}>{noteOf(row)}</span>}
        {row.error_code && row.status === 'failed' && <span className={classes.code}>{row.error_code}</span>}
        {row.progress !== null && row.status === 'running' && <span className={classes.kind}>{row.progress} %</span>}
      </span>
    </span>
  );
}

/** What a run is besides that of something deployed: a test, or which step of a flow. */
function noteOf(row: JobRow): string | null {
  const place = placeInFlow(row);
  if (place) return row.kind === 'preview' ? 'step' : `step ${place.step}`;
  return row.kind === 'script' || row.kind === 'flow' || row.kind === 'agent' ? null : kindLabels[row.kind].toLowerCase();
}

/** A step with code of its own looks like a script. */
const iconOf = (row: JobRow): string => (row.kind === 'preview' && placeInFlow(row) ? 'script' : row.kind);

/** The whole path where there is room; else the name alone, with folder and time under it. */
function RunName({ row }: { row: JobRow }): ReactNode {
  const { space, name } = splitPath(row.path);
  if (space === '') return <span className="truncate">{titleOfRun(row)}</span>;
  return (
    <>
      <span className={classes.wide}>
        <PathText path={row.path} />
      </span>
      <span className={classes.narrow}>
        <span className="truncate">{name}</span>
        <span className={classes.space}>
          {space}
          <RelativeTime at={row.created_at} />
        </span>
      </span>
    </>
  );
}

function DurationCell({ row }: { row: JobRow }): ReactNode {
  return shownStatus(row) === 'running' ? <Duration since={row.started_at} /> : <Duration ms={row.ended_at === null ? null : durationOf(row, 0)} />;
}

/** Columns of a list of runs: of the Runs page and of a script's own. */
export const runColumns: readonly Column<JobRow>[] = [
  { id: 'run', header: 'Run', width: 'minmax(0, 1fr)', cell: (row) => <RunCell row={row} /> },
  { id: 'created', header: 'When', width: '92px', hideBelow: 420, cell: (row) => <RelativeTime at={row.created_at} /> },
  { id: 'duration', header: 'Took', width: '76px', align: 'end', hideBelow: 480, cell: (row) => <DurationCell row={row} /> },
  { id: 'by', header: 'Asked by', width: '100px', hideBelow: 720, cell: (row) => nameOfActor(row.created_by) },
  {
    id: 'trigger',
    header: 'Through',
    width: '84px',
    hideBelow: 860,
    cell: (row) => <span className={classes.quiet}>{triggerLabels[row.trigger_kind] ?? row.trigger_kind}</span>,
  },
  { id: 'tag', header: 'Tag', width: '96px', hideBelow: 1040, cell: (row) => <span className={classes.mono}>{tagText(row.tag)}</span> },
  { id: 'worker', header: 'Worker', width: '120px', hideBelow: 1240, cell: (row) => <span className={classes.quiet}>{row.worker ?? '–'}</span> },
];

/** Below this width a row has two lines. */
export const narrowRuns = '(max-width: 600px)';
/** Height of a row with two lines. */
export const narrowRowHeight = 52;
