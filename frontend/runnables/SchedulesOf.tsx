import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import { scheduleColumns } from '../schedules/schedule-columns.tsx';
import { TakeOverDialog } from '../schedules/TakeOverDialog.tsx';
import { useScheduleNews } from '../schedules/useScheduleNews.ts';
import { useScheduleSwitch } from '../schedules/useScheduleSwitch.ts';
import { useWorkspace } from '../session/workspace.ts';
import { DataTable } from '../ui/DataTable.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { Section } from '../ui/Page.tsx';

/** The schedules that run a script or flow, each with its switch. */
export function SchedulesOf({ workspace, schedules }: { workspace: string; schedules: readonly ScheduleRow[] }): ReactNode {
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  const control = useScheduleSwitch();
  useScheduleNews(workspace);
  const target = schedules[0]?.target;
  const startNew = (): void =>
    void navigate({ to: '/w/$workspace/schedules/new', params: { workspace }, search: { target: target?.path, kind: target?.kind } });
  return (
    <Section
      title="Schedules"
      actions={
        canBuild && (
          <Button size="xs" leftSection={<IconPlus />} onClick={startNew}>
            New schedule
          </Button>
        )
      }
    >
      {control.error !== null && <ErrorNotice error={control.error} title="The schedule was not changed." />}
      <DataTable
        label="Schedules"
        height="natural"
        rows={schedules}
        columns={scheduleColumns({ mayWrite: (row) => canBuild && row.my_level !== 'read', busyPath: control.busyPath, onSwitch: control.toggle }).filter(
          ({ id }) => id !== 'target',
        )}
        rowKey={(row) => row.path}
        rowHeight={56}
        isMuted={(row) => !row.enabled}
        onOpen={(row) => void navigate({ to: '/w/$workspace/schedules/$', params: { workspace, _splat: row.path } })}
      />
      <TakeOverDialog control={control} />
    </Section>
  );
}
