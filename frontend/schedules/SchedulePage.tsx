import { Button, Switch } from '@mantine/core';
import { IconArrowBackUp, IconCopy, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { cronInWords } from '../../backend/schedules/core/cron-words.ts';
import type { Schedule } from '../../backend/schedules/schedules.contract.ts';
import { AccessPanel } from '../folders/AccessPanel.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { FactLine } from '../ui/FactLine.tsx';
import { splitPath } from '../ui/item-path.ts';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PathText } from '../ui/PathField.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { type TabDefinition, UrlTabs } from '../ui/UrlTabs.tsx';
import { BackfillDialog } from './BackfillDialog.tsx';
import { DeleteDialog, PauseDialog } from './ScheduleDialogs.tsx';
import { ScheduleFacts } from './ScheduleFacts.tsx';
import { ScheduleHistory } from './ScheduleHistory.tsx';
import { ScheduleNotice } from './ScheduleNotice.tsx';
import { stateOf } from './schedule-words.ts';
import classes from './SchedulePage.module.css';
import { runScheduleNow, scheduleQuery, schedulesKey } from './schedules.api.ts';
import { StateBadge } from './StateBadge.tsx';
import { TakeOverDialog } from './TakeOverDialog.tsx';
import { UntilTime } from './UntilTime.tsx';
import { useScheduleNews } from './useScheduleNews.ts';
import { useScheduleSwitch } from './useScheduleSwitch.ts';

/** A schedule: when it runs next, what became of its ticks, what it does. */
export function SchedulePage(): ReactNode {
  const { _splat: path = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data: schedule, error, refetch } = useQuery(scheduleQuery(workspace, path));
  if (schedule && schedule.path === path) return <LoadedSchedule key={path} workspace={workspace} schedule={schedule} />;
  if (!error) return <SkeletonPage />;
  return (
    <ItemUnavailable
      error={error}
      noun="schedule"
      name={path}
      onRetry={() => void refetch()}
      list={{ href: `/w/${workspace}/schedules`, label: 'All schedules' }}
    />
  );
}

function LoadedSchedule({ workspace, schedule }: { workspace: string; schedule: Schedule }): ReactNode {
  const { canBuild } = useWorkspace();
  const mayEdit = canBuild && schedule.my_level !== 'read';
  const state = stateOf(schedule, new Date());
  useScheduleNews(workspace, schedule.target.path);
  const tabs: TabDefinition[] = [
    { id: 'history', label: 'History', content: <ScheduleHistory workspace={workspace} schedule={schedule} mayEdit={mayEdit} /> },
    { id: 'settings', label: 'What it does', content: <ScheduleFacts workspace={workspace} schedule={schedule} /> },
    ...(canBuild
      ? [
          {
            id: 'access',
            label: 'Access',
            content: (
              <div className={classes.access}>
                <AccessPanel kind="schedule" path={schedule.path} mayGrant={schedule.my_level === 'owner'} />
              </div>
            ),
          },
        ]
      : []),
  ];
  return (
    <Page
      header={
        <PageHeader
          title={schedule.summary || splitPath(schedule.path).name}
          icon={<KindIcon kind="schedule" />}
          badge={state === 'on' || state === 'off' ? undefined : <StateBadge state={state} />}
          description={
            <FactLine>
              <PathText path={schedule.path} />
              <span>
                {cronInWords(schedule.cron)}, {schedule.timezone}
              </span>
              <span>
                {schedule.next_at === null ? (
                  'no next run'
                ) : (
                  <>
                    next run <UntilTime at={schedule.next_at} />
                  </>
                )}
              </span>
            </FactLine>
          }
          actions={mayEdit ? <HeadActions workspace={workspace} schedule={schedule} /> : undefined}
        />
      }
    >
      <ScheduleNotice schedule={schedule} />
      <UrlTabs label="Parts of the schedule" tabs={tabs} />
    </Page>
  );
}

function HeadActions({ workspace, schedule }: { workspace: string; schedule: Schedule }): ReactNode {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { copy } = useCopy();
  const control = useScheduleSwitch();
  const [dialog, setDialog] = useState<'pause' | 'backfill' | 'delete' | null>(null);
  const edit = (): void => void navigate({ to: '/w/$workspace/schedules/edit/$', params: { workspace, _splat: schedule.path } });
  useShortcut('e', 'Edit the schedule', edit);
  const runNow = useMutation({
    mutationFn: () => runScheduleNow(workspace, schedule.path),
    onSuccess: () => client.invalidateQueries({ queryKey: schedulesKey(workspace) }),
  });
  const error = control.error ?? runNow.error;
  const actions: Action[] = [
    { id: 'pause', label: 'Pause until…', icon: <IconPlayerPause />, perform: () => setDialog('pause') },
    { id: 'backfill', label: 'Backfill…', icon: <IconArrowBackUp />, perform: () => setDialog('backfill') },
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, isFirstOfGroup: true, perform: () => copy(schedule.path) },
    { id: 'delete', label: 'Delete', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: () => setDialog('delete') },
  ];
  return (
    <>
      {error && (
        <span className={classes.error} role="alert">
          {error.message}
        </span>
      )}
      <Switch
        className={classes.switch}
        label={schedule.enabled ? 'On' : 'Off'}
        aria-label={`Switch ${schedule.path} ${schedule.enabled ? 'off' : 'on'}`}
        checked={schedule.enabled}
        disabled={control.busyPath !== null}
        onChange={() => control.toggle(schedule)}
      />
      <Button leftSection={<IconPlayerPlay />} loading={runNow.isPending} onClick={() => runNow.mutate()}>
        Run now
      </Button>
      <Button leftSection={<IconPencil />} onClick={edit}>
        Edit schedule
      </Button>
      <ActionMenu isFramed label="More about this schedule" actions={actions} />
      <TakeOverDialog control={control} />
      <PauseDialog schedule={dialog === 'pause' ? schedule : null} onClose={() => setDialog(null)} />
      {dialog === 'backfill' && <BackfillDialog schedule={schedule} onClose={() => setDialog(null)} />}
      <DeleteDialog
        path={dialog === 'delete' ? schedule.path : null}
        onClose={() => setDialog(null)}
        onDone={() => void navigate({ to: '/w/$workspace/schedules', params: { workspace } })}
      />
    </>
  );
}
