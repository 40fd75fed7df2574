import { Button, Collapse, Switch } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp, IconChartDots, IconHistory, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { jobStatuses } from '../../backend/jobs/core/job-status.ts';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { membersQuery } from '../people/people.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar, type FilterDefinition } from '../ui/FilterChips.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { statusLooks } from '../ui/StatusBadge.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { BulkBar } from './BulkBar.tsx';
import { DurationChart } from './DurationChart.tsx';
import { narrowRowHeight, narrowRuns, runColumns } from './run-columns.tsx';
import { isFlowRun, kindLabels, triggerLabels } from './run-words.ts';
import { durationsQuery, jobCountsQuery } from './runs.api.ts';
import { isFiltered, queryOfFilter, readRunsFilter, showsSteps, timeSpans, writeRunsFilter } from './runs-filter.ts';
import classes from './RunsPage.module.css';
import { useRunsList } from './useRunsList.ts';

const spanLabels: Readonly<Record<keyof typeof timeSpans, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What runs can be filtered by; names of folders and people come from the workspace. */
function useFilters(workspace: string, username: string): FilterDefinition[] {
  const { data: folders } = useQuery(foldersQuery(workspace));
  const { data: members } = useQuery(membersQuery(workspace));
  return useMemo(
    () => [
      { key: 'status', label: 'Status', isMultiple: true, options: jobStatuses.map((status) => ({ value: status, label: statusLooks[status].word })) },
      { key: 'path', label: 'Path', placeholder: 'f/support/refund_order' },
      {
        key: 'folder',
        label: 'Folder',
        options: [...(folders ?? []).map(({ name }) => ({ value: `f/${name}`, label: `f/${name}` })), { value: `u/${username}`, label: `u/${username}` }],
      },
      { key: 'user', label: 'Asked by', options: (members ?? []).map((member) => ({ value: `u/${member.username}`, label: member.name || member.username })) },
      { key: 'trigger', label: 'Through', options: optionsOf(triggerLabels) },
      { key: 'kind', label: 'Kind', options: optionsOf(kindLabels) },
      { key: 'tag', label: 'Tag', placeholder: 'bun' },
      { key: 'worker', label: 'Worker', placeholder: 'worker-1' },
      { key: 'span', label: 'Time', options: optionsOf(spanLabels) },
      { key: 'from', label: 'From', type: 'time' },
      { key: 'to', label: 'Until', type: 'time' },
      { key: 'root', label: 'Root run', placeholder: 'Id of a run' },
    ],
    [folders, members, username],
  );
}

/** Every run that the person may see: filtered by the address, live, with the durations as a picture. */
export function RunsPage(): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const filters = useFilters(workspace, username);
  const filter = useMemo(() => readRunsFilter(state), [state]);
  const filterKey = JSON.stringify(filter);
  const hasSteps = showsSteps(filter, state['steps']);
  // A span moves with the clock, but not with every drawing: it is fixed when the filter changes.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- equal filters are one filter
  const query = useMemo(() => ({ ...queryOfFilter(filter, Date.now()), level: hasSteps ? undefined : 'top' }), [filterKey, hasSteps]);
  const list = useRunsList(workspace, query);
  const isChartOpen = state['chart'] !== 'off';
  const durations = useQuery({ ...durationsQuery(workspace, query), enabled: isChartOpen, placeholderData: keepPreviousData });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setChosen(new Set()), [query]);
  const { copy } = useCopy();
  const isNarrow = useMediaQuery(narrowRuns, false, { getInitialValueInEffect: false });
  const open = (id: string): void => void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: id } });
  const isNarrowed = isFiltered(filter);
  const actions = (row: JobRow): Action[] => [
    { id: 'open', label: 'Open run', icon: <IconHistory />, perform: () => open(row.id) },
    ...(isFlowRun(row.kind) ? [{ id: 'steps', label: 'Runs of its steps', perform: () => change({ root: row.id }, 'push') }] : []),
    ...(row.path === '' ? [] : [{ id: 'same', label: 'Only runs of this path', perform: () => change({ path: row.path }, 'push') }]),
    { id: 'copy', label: 'Copy run id', perform: () => copy(row.id) },
  ];
  return (
    <Page
      layout="fill"
      header={
        <PageHeader title="Runs" description={<Counts workspace={workspace} />}>
          <FilterBar filters={filters} searchKey="text" searchLabel="Text in arguments or result">
            <Switch
              size="xs"
              label="Steps of flows"
              checked={hasSteps}
              onChange={(event) => change({ steps: event.currentTarget.checked ? 'on' : 'off' }, 'push')}
            />
            <IconButton
              label={isChartOpen ? 'Hide the chart' : 'Show the chart'}
              icon={<IconChartDots />}
              isActive={isChartOpen}
              onClick={() => change({ chart: isChartOpen ? 'off' : undefined })}
            />
          </FilterBar>
        </PageHeader>
      }
    >
      <Collapse expanded={isChartOpen && (durations.data?.length ?? 0) > 1}>
        {durations.data && (
          <DurationChart
            points={durations.data}
            onOpen={open}
            onSelectTime={(fromMs, toMs) => change(writeRunsFilter({ ...filter, span: null, fromMs, toMs }), 'push')}
          />
        )}
      </Collapse>
      {chosen.size > 0 && <BulkBar workspace={workspace} rows={list.items.filter((row) => chosen.has(row.id))} ids={chosen} onChange={setChosen} />}
      <div className={classes.table}>
        {list.hasNewer && (
          <Button size="xs" className={classes.newer} leftSection={<IconArrowUp />} onClick={list.showNewest}>
            Newer runs
          </Button>
        )}
        <DataTable
          label="Runs"
          rows={list.items}
          columns={runColumns}
          rowHeight={isNarrow ? narrowRowHeight : undefined}
          rowKey={(row) => row.id}
          onOpen={(row) => open(row.id)}
          actions={actions}
          selection={{ ids: chosen, onChange: setChosen }}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.reload}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onLoadMore={list.loadMore}
          isMuted={(row) => row.status === 'skipped' || row.status === 'cancelled'}
          empty={
            <NoRuns
              isNarrowed={isNarrowed}
              onClear={() => change(Object.fromEntries(filters.concat({ key: 'text', label: '' }).map(({ key }) => [key, undefined])), 'push')}
              onScripts={() => void navigate({ to: '/w/$workspace/scripts', params: { workspace } })}
            />
          }
        />
      </div>
    </Page>
  );
}

function Counts({ workspace }: { workspace: string }): ReactNode {
  const { data } = useQuery(jobCountsQuery(workspace));
  if (!data) return ' ';
  const parts = [
    data.running > 0 && `${data.running} running`,
    data.queued > 0 && `${data.queued} queued`,
    data.waiting > 0 && `${data.waiting} waiting`,
  ].filter(Boolean);
  return parts.length === 0 ? 'Nothing runs at the moment.' : parts.join(' · ');
}

function NoRuns({ isNarrowed, onClear, onScripts }: { isNarrowed: boolean; onClear: () => void; onScripts: () => void }): ReactNode {
  if (isNarrowed) {
    return (
      <EmptyState
        icon={<IconHistory />}
        title="No run matches these filters."
        action={
          <Button leftSection={<IconX />} onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Runs are kept for as long as the workspace says; an older one may be gone.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconHistory />}
      title="Every run appears here, with its result and its log."
      action={
        <Button variant="filled" onClick={onScripts}>
          Choose a script to run
        </Button>
      }
    >
      Nothing has run yet.
    </EmptyState>
  );
}
