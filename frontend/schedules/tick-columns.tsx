import { IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { JobStatus } from '../../backend/jobs/core/job-status.ts';
import type { ScheduleTick } from '../../backend/schedules/schedules.contract.ts';
import type { Column } from '../ui/DataTable.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { Duration, RelativeTime, ShortId } from '../ui/Values.tsx';
import { gapReasons, momentIn, wordsOfTick } from './schedule-words.ts';
import classes from './tick-columns.module.css';

/** When it was due; a gap has a begin and an end, on a line each, so that neither is cut off. */
function TimeCell({ row, timezone, hasSeconds }: { row: ScheduleTick; timezone: string; hasSeconds: boolean }): ReactNode {
  return (
    <span className={classes.words}>
      <span className="truncate">{momentIn(timezone, row.at, hasSeconds)}</span>
      <span className={classes.small}>
        {row.through !== null && row.ticks > 1 ? `to ${momentIn(timezone, row.through, hasSeconds)}` : <RelativeTime at={row.at} />}
      </span>
    </span>
  );
}

function OutcomeCell({ row }: { row: ScheduleTick }): ReactNode {
  if (row.outcome === 'ran') {
    return (
      <span className={classes.words}>
        <StatusBadge status={(row.status ?? 'queued') as JobStatus} variant="plain" />
        {row.kind !== 'tick' && <span className={classes.small}>{wordsOfTick(row)}</span>}
      </span>
    );
  }
  const isRefused = row.outcome === 'refused';
  return (
    <span className={classes.words} title={row.reason ?? undefined}>
      <span className={classes.gap} data-refused={isRefused || undefined}>
        {isRefused ? <IconCircleX aria-hidden /> : <IconCircleDashed aria-hidden />} {wordsOfTick(row)}
      </span>
      <span className={classes.small}>{row.reason ?? gapReasons[row.outcome] ?? ''}</span>
    </span>
  );
}

/** Columns of the history of a schedule, with times in its zone. */
export const tickColumns = (timezone: string, hasSeconds: boolean): readonly Column<ScheduleTick>[] => [
  { id: 'at', header: 'Due', width: 'minmax(0, 5fr)', cell: (row) => <TimeCell row={row} timezone={timezone} hasSeconds={hasSeconds} /> },
  { id: 'outcome', header: 'What became of it', width: 'minmax(0, 5fr)', cell: (row) => <OutcomeCell row={row} /> },
  {
    id: 'duration',
    header: 'Took',
    width: '76px',
    align: 'end',
    hideBelow: 480,
    cell: (row) => (row.job_id === null ? null : <Duration ms={row.duration_ms} />),
  },
  {
    id: 'run',
    header: 'Run',
    width: '112px',
    hideBelow: 620,
    cell: (row) => (row.job_id === null ? null : <ShortId id={row.job_id} label="Copy id of the run" />),
  },
];
