import type { ReactNode } from 'react';
import type { FlowTimelineBar } from '../../../backend/flows/flow-runs.contract.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { formatAbsolute } from '../../ui/format.ts';
import { Duration } from '../../ui/Values.tsx';
import { wordsOfFrame } from './frame-trail.ts';
import { StepState } from './StepState.tsx';
import classes from './TimelineTable.module.css';

const lengthOf = (from: string | null, to: string | null, toMs: number): number | null =>
  from === null ? null : Math.max(0, (to === null ? toMs : Date.parse(to)) - Date.parse(from));

const columnsOf = (toMs: number): Column<FlowTimelineBar>[] => [
  {
    id: 'step',
    header: 'Step',
    width: 'minmax(120px, 2fr)',
    cell: (bar) => (
      <span className={classes.step}>
        <code>{bar.step}</code>
        {bar.frame !== '' && <span className={classes.where}>{wordsOfFrame(bar.frame)}</span>}
      </span>
    ),
  },
  { id: 'attempt', header: 'Attempt', width: '72px', align: 'end', hideBelow: 480, cell: (bar) => bar.attempt },
  { id: 'state', header: 'State', width: '112px', cell: (bar) => <StepState status={bar.status} /> },
  { id: 'began', header: 'Began', width: '190px', hideBelow: 760, cell: (bar) => formatAbsolute(new Date(bar.created_at)) },
  {
    id: 'queued',
    header: 'Queued',
    width: '80px',
    align: 'end',
    hideBelow: 560,
    cell: (bar) => <Duration ms={bar.kind === 'wait' ? null : lengthOf(bar.created_at, bar.started_at ?? bar.ended_at, toMs)} />,
  },
  {
    id: 'ran',
    header: 'Ran',
    width: '80px',
    align: 'end',
    cell: (bar) => <Duration ms={bar.kind === 'wait' ? null : lengthOf(bar.started_at, bar.ended_at, toMs)} />,
  },
  {
    id: 'waited',
    header: 'Waited',
    width: '80px',
    align: 'end',
    cell: (bar) => <Duration ms={bar.kind === 'wait' ? lengthOf(bar.created_at, bar.ended_at, toMs) : null} />,
  },
];

/** The timeline in numbers. */
export function TimelineTable({ bars, toMs, onOpen }: { bars: readonly FlowTimelineBar[]; toMs: number; onOpen: (bar: FlowTimelineBar) => void }): ReactNode {
  return (
    <DataTable
      label="Attempts and waits"
      rows={bars}
      columns={columnsOf(toMs)}
      rowKey={(bar) => `${bar.frame}/${bar.step} ${bar.kind} ${bar.attempt} ${bar.created_at}`}
      onOpen={onOpen}
    />
  );
}
