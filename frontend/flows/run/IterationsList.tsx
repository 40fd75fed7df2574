import { NativeSelect, NumberInput } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FlowFrame, FlowRunStep, FlowStepStatus } from '../../../backend/flows/flow-runs.contract.ts';
import type { FlowModule } from '../../../backend/flows/flow.contract.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { usePages } from '../../api/pages.ts';
import { type Column, DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { Duration } from '../../ui/Values.tsx';
import { framesPages } from './flow-runs.api.ts';
import classes from './IterationsList.module.css';
import { branchNames } from './branch-names.ts';
import { shortWordOf, StepState } from './StepState.tsx';
import type { RunView } from './useRunView.ts';

/** Props of {@link IterationsList}. */
export type IterationsListProps = { workspace: string; job: Job; view: RunView; module: FlowModule; state: FlowRunStep };

const statuses: readonly FlowStepStatus[] = ['failed', 'continued', 'running', 'waiting', 'queued', 'succeeded', 'cancelled'];
const fewFrames = 12;

const isStatus = (text: string | undefined): text is FlowStepStatus => statuses.some((status) => status === text);

/** The iterations or branches of a step, those that failed first; one of them opens in the graph and here. */
export function IterationsList({ workspace, job, view, module, state }: IterationsListProps): ReactNode {
  const [address, change] = useUrlState();
  const only = isStatus(address['only']) ? address['only'] : undefined;
  const from = /^\d{1,6}$/.test(address['from'] ?? '') ? Number(address['from']) : undefined;
  const { key, path, query } = framesPages(workspace, job.id, { frame: state.frame, step: state.step }, only);
  const list = usePages<FlowFrame>(key, path, { ...query, from });
  const total = state.children?.total ?? state.children?.started ?? 0;
  const names = branchNames(module);
  return (
    <div className={classes.frame}>
      {(total > fewFrames || only !== undefined || from !== undefined) && (
        <div className={classes.tools}>
          <NativeSelect
            size="xs"
            aria-label="Which iterations"
            value={only ?? ''}
            onChange={(event) => change({ only: event.currentTarget.value || undefined })}
            data={[{ value: '', label: 'All' }, ...statuses.map((status) => ({ value: status, label: shortWordOf(status) }))]}
          />
          <NumberInput
            size="xs"
            aria-label="Go to the iteration with this number"
            placeholder="Go to number"
            className={classes.jump}
            min={0}
            max={Math.max(0, total - 1)}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            value={from ?? ''}
            onChange={(value) => change({ from: typeof value === 'number' ? String(value) : undefined })}
          />
        </div>
      )}
      <DataTable
        label={state.children?.kind === 'branches' ? 'Branches' : 'Iterations'}
        rows={list.items}
        columns={columnsOf(names)}
        rowKey={(row) => row.frame}
        onOpen={(row) => view.lookInto(row.frame, stepToShow(row, module))}
        activeKey={view.frame}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.reload}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        height={total > fewFrames ? 'fill' : 'natural'}
        empty={
          <EmptyState icon={<IconListNumbers />} title={only === undefined ? 'Nothing has begun here yet.' : 'None of them is in this state.'}>
            {only === undefined ? 'Iterations appear as they start.' : 'Choose another state, or all.'}
          </EmptyState>
        }
      />
    </div>
  );
}

/** Where looking into an iteration begins: at its failure, at where it is, or at its first step. */
function stepToShow(row: FlowFrame, module: FlowModule): string | null {
  const { value } = module;
  const first = 'modules' in value && Array.isArray(value.modules) ? (value.modules[0] as FlowModule | undefined)?.id : undefined;
  return row.error?.step_id || row.current_step || first || module.id;
}

const tookOf = ({ started_at: startedAt, ended_at: endedAt }: FlowFrame): number | null =>
  startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt);

function columnsOf(names: readonly string[] | null): Column<FlowFrame>[] {
  return [
    {
      id: 'index',
      header: names ? 'Branch' : 'Number',
      width: names ? 'minmax(96px, 1fr)' : '84px',
      cell: (row) => (
        <span className={classes.index}>
          <StepState status={row.status} isShort />
          <span className="truncate">{names?.[row.index] ?? row.index}</span>
        </span>
      ),
    },
    { id: 'status', header: 'State', width: '132px', hideBelow: 560, cell: (row) => shortWordOf(row.status) },
    { id: 'about', header: names ? 'At' : 'Item', width: 'minmax(0, 2fr)', cell: (row) => <About row={row} /> },
    {
      id: 'took',
      header: 'Took',
      width: '76px',
      align: 'end',
      hideBelow: 400,
      cell: (row) => <Duration ms={tookOf(row)} since={row.ended_at === null && row.status !== 'cancelled' ? row.started_at : null} />,
    },
  ];
}

function About({ row }: { row: FlowFrame }): ReactNode {
  if (row.error?.message) return <span className={classes.error}>{row.error.message}</span>;
  const item = row.item === null ? null : typeof row.item === 'string' ? row.item : JSON.stringify(row.item);
  return (
    <span className={classes.about}>
      {item !== null && <code className={classes.item}>{item}</code>}
      {row.current_step !== null && <span className={classes.at}>at {row.current_step}</span>}
    </span>
  );
}
