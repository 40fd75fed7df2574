import { useMediaQuery } from '@mantine/hooks';
import { Button } from '@mantine/core';
import { IconArchive, IconCalendarClock, IconCopy, IconCursorText, IconLayoutDashboard, IconPencil, IconRobot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { JsonObject } from '../../backend/common/json.ts';
import { MakeAppDialog } from '../apps/MakeAppDialog.tsx';
import { AccessPanel } from '../folders/AccessPanel.tsx';
import { narrowRowHeight, narrowRuns, runColumns } from '../runs/run-columns.tsx';
import { nameOfActor } from '../runs/run-words.ts';
import { useRunsList } from '../runs/useRunsList.ts';
import { useWorkspace } from '../session/workspace.ts';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { FactLine } from '../ui/FactLine.tsx';
import { FavouriteButton } from '../ui/FavouriteButton.tsx';
import { splitPath } from '../ui/item-path.ts';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PathText } from '../ui/PathField.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { type TabDefinition, UrlTabs } from '../ui/UrlTabs.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { ArchiveDialog, RenameDialog } from './RunnableDialogs.tsx';
import classes from './RunnablePage.module.css';
import { agentOfAddress, editAddress, pages, type Runnable } from './runnable.ts';
import { schedulesOfQuery } from './runnables.api.ts';
import { RunTab } from './RunTab.tsx';
import { SchedulesOf } from './SchedulesOf.tsx';
import { UseFromTab } from './UseFromTab.tsx';

/** What the head of the page shows besides what every runnable has. */
export type RunnableHead = {
  icon: ReactNode;
  createdBy: string;
  createdAt: string;
  isFavourite: boolean;
  level: 'read' | 'write' | 'owner';
  /** A word beside the title. */ mark?: string;
  /** What one most likely came for, where that is not the form. */ primary?: ReactNode;
};

/** Props of {@link RunnablePage}. Tabs of a kind stand where people look for them: after the runs, and before the access. */
export type RunnablePageProps = {
  workspace: string;
  runnable: Runnable;
  head: RunnableHead;
  /** Before the form, for what is not mainly used by its form. */
  first?: readonly TabDefinition[];
  afterRuns: readonly TabDefinition[];
  beforeAccess: readonly TabDefinition[];
};

/** A script, flow or agent for whoever uses it: its form, its runs, its versions, the ways to call it. */
export function RunnablePage({ workspace, runnable, head, first = [], afterRuns, beforeAccess }: RunnablePageProps): ReactNode {
  const { canBuild } = useWorkspace();
  const { kind, path } = runnable;
  // Kept here, so that what was typed survives a look at another tab.
  const [args, setArgs] = useState<JsonObject>({});
  const { data: schedules } = useQuery(schedulesOfQuery(workspace, runnable, canBuild));
  const access = { id: 'access', label: 'Access', content: <Access runnable={runnable} level={head.level} /> };
  const tabs: TabDefinition[] = [
    ...first,
    { id: 'run', label: 'Run', content: <RunTab workspace={workspace} runnable={runnable} args={args} onArgs={setArgs} /> },
    { id: 'runs', label: 'Runs', content: <Runs workspace={workspace} runnable={runnable} /> },
    ...afterRuns,
    { id: 'use', label: 'Use it from', content: <UseFromTab workspace={workspace} runnable={runnable} args={args} /> },
    ...(schedules && schedules.length > 0
      ? [{ id: 'schedules', label: 'Schedules', count: schedules.length, content: <SchedulesOf workspace={workspace} schedules={schedules} /> }]
      : []),
    ...beforeAccess,
    ...(canBuild ? [access] : []),
  ];
  return (
    <Page
      header={
        <PageHeader
          title={runnable.summary || splitPath(path).name}
          icon={head.icon}
          badge={
            <>
              {head.mark !== undefined && <span className={classes.mark}>{head.mark}</span>}
              <FavouriteButton kind={kind} path={path} isFavourite={head.isFavourite} />
            </>
          }
          description={
            <FactLine>
              <PathText path={path} />
              <span>version {runnable.version}</span>
              <span>
                <RelativeTime at={head.createdAt} /> by {nameOfActor(head.createdBy)}
              </span>
            </FactLine>
          }
          actions={
            <HeadActions
              workspace={workspace}
              runnable={runnable}
              mayEdit={canBuild && head.level !== 'read'}
              hasSchedules={(schedules?.length ?? 0) > 0}
              primary={head.primary}
            />
          }
        />
      }
    >
      <UrlTabs label={`Parts of the ${kind}`} tabs={tabs} />
    </Page>
  );
}

function Access({ runnable: { kind, path }, level }: { runnable: Runnable; level: RunnableHead['level'] }): ReactNode {
  return (
    <div className={classes.access}>
      <AccessPanel kind={kind} path={path} mayGrant={level === 'owner'} />
    </div>
  );
}

type HeadActionsProps = { workspace: string; runnable: Runnable; mayEdit: boolean; hasSchedules: boolean; primary: ReactNode };

function HeadActions({ workspace, runnable, mayEdit, hasSchedules, primary }: HeadActionsProps): ReactNode {
  const { kind, path, isRunnable } = runnable;
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  const { copy } = useCopy();
  const [dialog, setDialog] = useState<'rename' | 'archive' | 'app' | null>(null);
  const edit = (): void => void navigate({ href: editAddress(workspace, kind, path) });
  // Where it has schedules already they are shown; else a new one begins.
  const schedule = (): void =>
    void (hasSchedules
      ? navigate({ to: '.', search: (previous: Record<string, string | undefined>) => ({ ...previous, tab: 'schedules' }) })
      : navigate({ to: '/w/$workspace/schedules/new', params: { workspace }, search: { target: path, kind, name: splitPath(path).name } }));
  useShortcut('e', `Edit the ${kind}`, edit, { isEnabled: mayEdit });
  const actions: Action[] = [
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(path) },
    ...(canBuild && isRunnable && kind !== 'agent'
      ? [
          { id: 'app', label: 'Make an app', icon: <IconLayoutDashboard />, perform: () => setDialog('app') },
          { id: 'agent', label: 'Make an agent', icon: <IconRobot />, perform: () => void navigate({ href: agentOfAddress(workspace, [{ kind, path }]) }) },
        ]
      : []),
    ...(mayEdit
      ? [
          { id: 'rename', label: 'Rename', icon: <IconCursorText />, perform: () => setDialog('rename') },
          { id: 'archive', label: 'Archive', icon: <IconArchive />, isDanger: true, isFirstOfGroup: true, perform: () => setDialog('archive') },
        ]
      : []),
  ];
  return (
    <>
      {canBuild && isRunnable && (
        <Button leftSection={<IconCalendarClock />} onClick={schedule}>
          Schedule
        </Button>
      )}
      {mayEdit && (
        <Button leftSection={<IconPencil />} onClick={edit}>
          Edit {kind}
        </Button>
      )}
      {primary}
      <ActionMenu isFramed label={`More about this ${kind}`} actions={actions} />
      {dialog === 'app' && kind !== 'agent' && <MakeAppDialog runnable={{ ...runnable, kind }} onClose={() => setDialog(null)} />}
      <RenameDialog
        kind={kind}
        path={dialog === 'rename' ? path : null}
        onClose={() => setDialog(null)}
        onDone={(to) => void navigate({ to: pages[kind].one, params: { workspace, _splat: to } })}
      />
      <ArchiveDialog
        kind={kind}
        path={dialog === 'archive' ? path : null}
        onClose={() => setDialog(null)}
        onDone={() => void navigate({ to: pages[kind].list, params: { workspace } })}
      />
    </>
  );
}

/** Its runs, live. */
function Runs({ workspace, runnable: { kind, path } }: { workspace: string; runnable: Runnable }): ReactNode {
  const navigate = useNavigate();
  const list = useRunsList(workspace, { path, kind });
  const isNarrow = useMediaQuery(narrowRuns, false, { getInitialValueInEffect: false });
  return (
    <div className={classes.runs}>
      <div className={classes.more}>
        <Link to="/w/$workspace/runs" params={{ workspace }} search={{ path }}>
          Filter these runs, with the chart of durations
        </Link>
      </div>
      <DataTable
        label={`Runs of this ${kind}`}
        rows={list.items}
        columns={runColumns}
        rowKey={(row) => row.id}
        rowHeight={isNarrow ? narrowRowHeight : undefined}
        onOpen={(row) => void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: row.id } })}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.reload}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onLoadMore={list.loadMore}
        empty={<p className={classes.none}>It has not run yet.</p>}
      />
    </div>
  );
}
