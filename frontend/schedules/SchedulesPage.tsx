import { Button } from '@mantine/core';
import { IconCalendarClock, IconCopy, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import type { FilterDefinition } from '../ui/FilterChips.tsx';
import { ItemsPage } from '../ui/ItemsPage.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { DeleteDialog, PauseDialog } from './ScheduleDialogs.tsx';
import { scheduleColumns } from './schedule-columns.tsx';
import { runScheduleNow, schedulesListKey } from './schedules.api.ts';
import { TakeOverDialog } from './TakeOverDialog.tsx';
import { useScheduleNews } from './useScheduleNews.ts';
import { useScheduleSwitch } from './useScheduleSwitch.ts';

const filters: readonly FilterDefinition[] = [
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
];

/** What runs when: every schedule with its next run and its last ones. */
export function SchedulesPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [state] = useUrlState();
  const { folder, search, target, state: wanted } = state;
  const list = usePages<ScheduleRow>(schedulesListKey(workspace), inWorkspace(workspace, '/schedules'), { folder, search, target, state: wanted });
  const control = useScheduleSwitch();
  const [dialog, setDialog] = useState<{ kind: 'pause' | 'delete'; row: ScheduleRow } | null>(null);
  const { actions, error } = useRowActions((kind, row) => setDialog({ kind, row }));
  useScheduleNews(workspace);
  const startNew = (): void => void navigate({ to: '/w/$workspace/schedules/new', params: { workspace }, search: { folder, target } });
  return (
    <ItemsPage
      noun="schedule"
      description="Scripts and flows that run by the clock."
      icon={<IconCalendarClock />}
      list={list}
      columns={scheduleColumns({ mayWrite: (row) => canBuild && row.my_level !== 'read', busyPath: control.busyPath, onSwitch: control.toggle })}
      filters={filters}
      rowHeights={{ comfortable: 56, compact: 48 }}
      isMuted={(row) => !row.enabled}
      actions={actions}
      onOpen={(row) => void navigate({ to: '/w/$workspace/schedules/$', params: { workspace, _splat: row.path } })}
      onNew={canBuild ? startNew : undefined}
      notice={(control.error ?? error) === null ? undefined : <ErrorNotice error={control.error ?? error} title="The schedule was not changed." />}
      empty={
        <EmptyState
          icon={<IconCalendarClock />}
          title="A schedule runs a script or a flow by the clock: every night, every ten minutes, on the first of the month."
          action={
            canBuild ? (
              <Button variant="filled" leftSection={<IconPlus />} onClick={startNew}>
                Create schedule
              </Button>
            ) : undefined
          }
        />
      }
    >
      <TakeOverDialog control={control} />
      <PauseDialog schedule={dialog?.kind === 'pause' ? dialog.row : null} onClose={() => setDialog(null)} />
      <DeleteDialog path={dialog?.kind === 'delete' ? dialog.row.path : null} onClose={() => setDialog(null)} />
    </ItemsPage>
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
