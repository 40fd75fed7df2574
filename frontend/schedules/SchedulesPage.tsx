import { Button } from '@mantine/core';
import { IconCalendarClock, IconCopy, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { usePreferences } from '../session/preferences.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FilterBar, type FilterDefinition } from '../ui/FilterChips.tsx';
import { ListWithFolders, useHasFolders } from '../ui/ListWithFolders.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { useUrlState } from '../ui/useUrlState.ts';
import { DeleteDialog, PauseDialog } from './ScheduleDialogs.tsx';
import { scheduleColumns } from './schedule-columns.tsx';
import { runScheduleNow, schedulesListKey } from './schedules.api.ts';
import { TakeOverDialog } from './TakeOverDialog.tsx';
import { useScheduleNews } from './useScheduleNews.ts';
import { useScheduleSwitch } from './useScheduleSwitch.ts';

function useFilters(hasFolders: boolean): FilterDefinition[] {
  const { id: workspace, username } = useWorkspace();
  const { data: folders } = useQuery(foldersQuery(workspace));
  return useMemo(
    () => [
      ...(hasFolders
        ? []
        : [
            {
              key: 'folder',
              label: 'Folder',
              options: [...(folders ?? []).map(({ name }) => `f/${name}`), `u/${username}`].map((value) => ({ value, label: value })),
            },
          ]),
      {
        key: 'state',
        label: 'State',
        options: [
          { value: 'on', label: 'On' },
          { value: 'off', label: 'Off' },
          { value: 'failing', label: 'Failing' },
        ],
      },
      { key: 'target', label: 'Runs', placeholder: 'f/support/refund_order' },
    ],
    [folders, hasFolders, username],
  );
}

/** What runs when: every schedule with its next run and its last ones. */
export function SchedulesPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const hasFolders = useHasFolders();
  const [state, change] = useUrlState();
  const filters = useFilters(hasFolders);
  const { folder, search, target, state: wanted } = state;
  const list = usePages<ScheduleRow>(schedulesListKey(workspace), inWorkspace(workspace, '/schedules'), { folder, search, target, state: wanted });
  const isCompact = usePreferences((store) => store.preferences.density === 'compact');
  const control = useScheduleSwitch();
  const [dialog, setDialog] = useState<{ kind: 'pause' | 'delete'; row: ScheduleRow } | null>(null);
  const { actions, error } = useRowActions((kind, row) => setDialog({ kind, row }));
  useScheduleNews(workspace);
  const startNew = (): void => void navigate({ to: '/w/$workspace/schedules/new', params: { workspace }, search: { folder, target } });
  useShortcut('n', 'New schedule', startNew, { isEnabled: canBuild });
  const isNarrowed = [folder, search, target, wanted].some((value) => value !== undefined);
  return (
    <Page
      layout="fill"
      isFlush
      header={
        <PageHeader
          title="Schedules"
          description="Scripts that run by the clock."
          actions={
            canBuild ? (
              <Button leftSection={<IconPlus />} onClick={startNew}>
                New schedule
              </Button>
            ) : undefined
          }
        >
          <FilterBar filters={filters} searchKey="search" searchLabel="Find a schedule" />
          {(control.error ?? error) !== null && <ErrorNotice error={control.error ?? error} title="The schedule was not changed." />}
        </PageHeader>
      }
    >
      <ListWithFolders name="schedules" paths={list.items.map((row) => row.path)} allLabel="All schedules">
        <DataTable
          label="Schedules"
          rows={list.items}
          columns={scheduleColumns({ mayWrite: (row) => canBuild && row.my_level !== 'read', busyPath: control.busyPath, onSwitch: control.toggle })}
          rowKey={(row) => row.path}
          rowHeight={isCompact ? 48 : 56}
          isMuted={(row) => !row.enabled}
          onOpen={(row) => void navigate({ to: '/w/$workspace/schedules/$', params: { workspace, _splat: row.path } })}
          actions={actions}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.reload}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onLoadMore={list.loadMore}
          empty={
            isNarrowed ? (
              <EmptyState
                icon={<IconCalendarClock />}
                title="No schedule matches."
                action={
                  <Button leftSection={<IconX />} onClick={() => change({ folder: undefined, search: undefined, target: undefined, state: undefined })}>
                    Clear filters
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<IconCalendarClock />}
                title="A schedule runs a script by the clock: every night, every ten minutes, on the first of the month."
                action={
                  canBuild ? (
                    <Button variant="filled" leftSection={<IconPlus />} onClick={startNew}>
                      Create schedule
                    </Button>
                  ) : undefined
                }
              />
            )
          }
        />
      </ListWithFolders>
      <TakeOverDialog control={control} />
      <PauseDialog schedule={dialog?.kind === 'pause' ? dialog.row : null} onClose={() => setDialog(null)} />
      <DeleteDialog path={dialog?.kind === 'delete' ? dialog.row.path : null} onClose={() => setDialog(null)} />
    </Page>
  );
}

function useRowActions(ask: (kind: 'pause' | 'delete', row: ScheduleRow) => void): { actions: (row: ScheduleRow) => Action[]; error: unknown } {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { copy } = useCopy();
  const runNow = useMutation({
    mutationFn: (path: string) => runScheduleNow(workspace, path),
    onSuccess: async (jobId) => {
      await client.invalidateQueries({ queryKey: schedulesListKey(workspace) });
      await navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId } });
    },
  });
  const actions = (row: ScheduleRow): Action[] => {
    const { path } = row;
    const mayWrite = canBuild && row.my_level !== 'read';
    return [
      ...(mayWrite
        ? [
            {
              id: 'edit',
              label: 'Edit',
              icon: <IconPencil />,
              perform: () => void navigate({ to: '/w/$workspace/schedules/edit/$', params: { workspace, _splat: path } }),
            },
            { id: 'run', label: 'Run now', icon: <IconPlayerPlay />, perform: () => runNow.mutate(path) },
            { id: 'pause', label: 'Pause until…', icon: <IconPlayerPause />, perform: () => ask('pause', row) },
          ]
        : []),
      { id: 'copy', label: 'Copy path', icon: <IconCopy />, isFirstOfGroup: true, perform: () => copy(path) },
      ...(mayWrite ? [{ id: 'delete', label: 'Delete', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: () => ask('delete', row) }] : []),
    ];
  };
  return { actions, error: runNow.error };
}
