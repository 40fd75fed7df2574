import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { cronInWords } from '../../backend/schedules/core/cron-words.ts';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import type { Column } from '../ui/DataTable.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { NameCell } from '../ui/NameCell.tsx';
import { PathText } from '../ui/PathField.tsx';
import { RunBars } from '../ui/RunBars.tsx';
import { momentIn, stateOf } from './schedule-words.ts';
import classes from './schedule-columns.module.css';
import { StateBadge } from './StateBadge.tsx';
import { UntilTime } from './UntilTime.tsx';

function ScheduleName({ row }: { row: ScheduleRow }): ReactNode {
  const state = stateOf(row, new Date());
  const isNotable = state === 'failing' || state === 'stuck' || state === 'paused';
  return (
    <NameCell
      path={row.path}
      summary={row.summary}
      icon={<KindIcon kind="schedule" variant="tile" />}
      badge={isNotable && <StateBadge state={state} />}
      narrow={
        <>
          {row.enabled && row.next_at !== null ? <UntilTime at={row.next_at} /> : 'off'} · {cronInWords(row.cron)}
        </>
      }
    />
  );
}

/** When it runs, in words and as it was typed. */
function RhythmCell({ row }: { row: ScheduleRow }): ReactNode {
  return (
    <span className={classes.words} title={`${row.cron} (${row.timezone})`}>
      <span className="truncate">{cronInWords(row.cron)}</span>
      <span className={classes.small}>
        <code>{row.cron}</code> {row.timezone}
      </span>
    </span>
  );
}

function NextCell({ row }: { row: ScheduleRow }): ReactNode {
  if (!row.enabled) return <span className={classes.quiet}>off</span>;
  return (
    <span className={classes.words}>
      {row.next_at === null ? 'never' : <UntilTime at={row.next_at} />}
      {row.next_at !== null && <span className={classes.small}>{momentIn(row.timezone, row.next_at).replace(/ \d{4},/, ',')}</span>}
    </span>
  );
}

/** Columns of the list of schedules; `onSwitch` is asked for by the switch of a row. */
export function scheduleColumns({
  mayWrite,
  busyPath,
  onSwitch,
}: {
  mayWrite: (row: ScheduleRow) => boolean;
  busyPath: string | null;
  onSwitch: (row: ScheduleRow) => void;
}): readonly Column<ScheduleRow>[] {
  return [
    { id: 'name', header: 'Schedule', width: 'minmax(0, 5fr)', cell: (row) => <ScheduleName row={row} /> },
    {
      id: 'target',
      header: 'Runs',
      width: 'minmax(0, 3fr)',
      hideBelow: 1080,
      cell: (row) => (
        <span className={classes.target}>
          <KindIcon kind={row.target.kind} /> <PathText path={row.target.path} />
        </span>
      ),
    },
    { id: 'rhythm', header: 'When', width: 'minmax(0, 4fr)', hideBelow: 620, cell: (row) => <RhythmCell row={row} /> },
    { id: 'next', header: 'Next run', width: '132px', hideBelow: 420, cell: (row) => <NextCell row={row} /> },
    { id: 'runs', header: 'Last 20 runs', width: '128px', hideBelow: 860, cell: (row) => <RunBars runs={row.runs} /> },
    {
      id: 'enabled',
      header: 'On',
      width: '48px',
      cell: (row) => (
        <Switch
          size="sm"
          checked={row.enabled}
          disabled={!mayWrite(row) || busyPath === row.path}
          onChange={() => onSwitch(row)}
          aria-label={`Switch ${row.path} ${row.enabled ? 'off' : 'on'}`}
        />
      ),
    },
  ];
}
