import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { kindOfAddress } from '../../runnables/runnable.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { ItemUnavailable } from '../../shell/ItemUnavailable.tsx';
import { splitPath } from '../../ui/item-path.ts';
import { KindIcon } from '../../ui/KindIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PathText } from '../../ui/PathField.tsx';
import { SkeletonPage } from '../../ui/Skeletons.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { scheduleQuery } from '../schedules.api.ts';
import { ScheduleForm } from './ScheduleForm.tsx';
import { nothing } from './schedule-edit.ts';

/** Makes a schedule, or changes one. */
export function ScheduleEditorPage(): ReactNode {
  const { _splat: path } = useParams({ strict: false });
  return path === undefined ? <NewSchedule /> : <ExistingSchedule key={path} path={path} />;
}

function NewSchedule(): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const [{ folder, target = '', kind, name = '' }] = useUrlState();
  // Beside what one comes from, where nothing else is said.
  const space = folder?.split('/').slice(0, 2).join('/') ?? (splitPath(target).space || `u/${username}`);
  return (
    <Page header={<PageHeader title="New schedule" icon={<KindIcon kind="schedule" />} description="Runs a script, a flow or an agent by the clock." />}>
      <ScheduleForm workspace={workspace} schedule={null} folder={space} name={name} target={{ kind: kindOfAddress(kind), path: target }} />
    </Page>
  );
}

function ExistingSchedule({ path }: { path: string }): ReactNode {
  const { id: workspace } = useWorkspace();
  // What changes while somebody types must not throw away what was typed: a save on top of it is refused and says so.
  const {
    data: schedule,
    error,
    refetch,
  } = useQuery({ ...scheduleQuery(workspace, path), staleTime: Infinity, refetchOnMount: 'always', refetchOnWindowFocus: false });
  if (schedule) {
    return (
      <Page
        header={
          <PageHeader
            title={schedule.summary || splitPath(path).name}
            documentTitle={`Edit ${splitPath(path).name}`}
            icon={<KindIcon kind="schedule" />}
            description={<PathText path={path} />}
          />
        }
      >
        <ScheduleForm key={schedule.version} workspace={workspace} schedule={schedule} folder="" name="" target={nothing} />
      </Page>
    );
  }
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
