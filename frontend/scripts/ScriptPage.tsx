import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArchive, IconCalendarClock, IconCopy, IconDots, IconFileCode, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { JsonObject } from '../../backend/common/json.ts';
import type { Script } from '../../backend/scripts/scripts.contract.ts';
import { AccessPanel } from '../folders/AccessPanel.tsx';
import { narrowRowHeight, narrowRuns, runColumns } from '../runs/run-columns.tsx';
import { nameOfActor } from '../runs/run-words.ts';
import { useRunsList } from '../runs/useRunsList.ts';
import { useWorkspace } from '../session/workspace.ts';
import { schedulesOfScriptQuery } from '../schedules/schedules.api.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { type Action, ActionMenu } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { FavouriteButton } from '../ui/FavouriteButton.tsx';
import { splitPath } from '../ui/item-path.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PathText } from '../ui/PathField.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { type TabDefinition, UrlTabs } from '../ui/UrlTabs.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { RunTab } from './RunTab.tsx';
import { ArchiveDialog, RenameDialog } from './ScriptDialogs.tsx';
import classes from './ScriptPage.module.css';
import { scriptQuery } from './scripts.api.ts';
import { SettingsTab } from './SettingsTab.tsx';
import { UseFromTab } from './UseFromTab.tsx';
import { VersionsTab } from './VersionsTab.tsx';

/** A script for whoever uses it: its form, its runs, its versions, the ways to call it. */
export function ScriptPage(): ReactNode {
  const { _splat: path = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data: script, error, refetch } = useQuery(scriptQuery(workspace, path));
  if (script && script.path === path) return <LoadedScript key={path} workspace={workspace} script={script} />;
  if (!error) return <SkeletonPage />;
  return <ItemUnavailable error={error} noun="script" name={path} onRetry={() => void refetch()} list={{ href: `/w/${workspace}/scripts`, label: 'All scripts' }} />;
}

function LoadedScript({ workspace, script }: { workspace: string; script: Script }): ReactNode {
  const { canBuild } = useWorkspace();
  const mayEdit = canBuild && script.my_level !== 'read';
  // Kept here, so that what was typed survives a look at another tab.
  const [args, setArgs] = useState<JsonObject>({});
  const tabs: TabDefinition[] = [
    { id: 'run', label: 'Run', content: <RunTab workspace={workspace} script={script} args={args} onArgs={setArgs} /> },
    { id: 'runs', label: 'Runs', content: <ScriptRuns workspace={workspace} path={script.path} /> },
    ...(canBuild
      ? [{ id: 'versions', label: 'Versions', count: script.version, content: <VersionsTab workspace={workspace} script={script} mayEdit={mayEdit} /> }]
      : []),
    { id: 'use', label: 'Use it from', content: <UseFromTab workspace={workspace} script={script} args={args} /> },
    ...(canBuild
      ? [
          { id: 'settings', label: 'Settings', content: <SettingsTab workspace={workspace} script={script} mayEdit={mayEdit} /> },
          {
            id: 'access',
            label: 'Access',
            content: (
              <div className={classes.access}>
                <AccessPanel kind="script" path={script.path} mayGrant={script.my_level === 'owner'} />
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
          title={script.summary || splitPath(script.path).name}
          icon={<LanguageIcon language={script.language} />}
          badge={<FavouriteButton kind="script" path={script.path} isFavourite={script.is_favourite} />}
          description={
            <span className={classes.facts}>
              <PathText path={script.path} />
              <span className={classes.edited}>
                version {script.version}, <RelativeTime at={script.created_at} /> by {nameOfActor(script.created_by)}
              </span>
            </span>
          }
          actions={<HeadActions workspace={workspace} script={script} mayEdit={mayEdit} />}
        />
      }
    >
      <UrlTabs label="Parts of the script" tabs={tabs} />
    </Page>
  );
}

function HeadActions({ workspace, script, mayEdit }: { workspace: string; script: Script; mayEdit: boolean }): ReactNode {
  const { canBuild } = useWorkspace();
  const navigate = useNavigate();
  const { copy } = useCopy();
  const [dialog, setDialog] = useState<'rename' | 'archive' | null>(null);
  const edit = (): void => void navigate({ to: '/w/$workspace/scripts/edit/$', params: { workspace, _splat: script.path } });
  // Where it has schedules already they are shown; else a new one begins.
  const { data: schedules } = useQuery(schedulesOfScriptQuery(workspace, script.path, canBuild));
  const schedule = (): void =>
    void (schedules && schedules.length > 0
      ? navigate({ to: '/w/$workspace/schedules', params: { workspace }, search: { target: script.path } })
      : navigate({ to: '/w/$workspace/schedules/new', params: { workspace }, search: { target: script.path } }));
  useShortcut('e', 'Edit the script', edit, { isEnabled: mayEdit });
  const actions: Action[] = [
    { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(script.path) },
    ...(mayEdit
      ? [
          { id: 'rename', label: 'Rename', icon: <IconFileCode />, perform: () => setDialog('rename') },
          { id: 'archive', label: 'Archive', icon: <IconArchive />, isDanger: true, isFirstOfGroup: true, perform: () => setDialog('archive') },
        ]
      : []),
  ];
  return (
    <>
      {canBuild && script.has_main && (
        <Button leftSection={<IconCalendarClock />} onClick={schedule}>
          Schedule
        </Button>
      )}
      {mayEdit && (
        <Button leftSection={<IconPencil />} onClick={edit}>
          Edit script
        </Button>
      )}
      <ActionMenu actions={actions} target={<IconButton label="More about this script" icon={<IconDots />} variant="default" size={32} />} />
      <RenameDialog
        path={dialog === 'rename' ? script.path : null}
        onClose={() => setDialog(null)}
        onDone={(to) => void navigate({ to: '/w/$workspace/scripts/$', params: { workspace, _splat: to } })}
      />
      <ArchiveDialog
        path={dialog === 'archive' ? script.path : null}
        onClose={() => setDialog(null)}
        onDone={() => void navigate({ to: '/w/$workspace/scripts', params: { workspace } })}
      />
    </>
  );
}

/** Runs of one script, live. */
function ScriptRuns({ workspace, path }: { workspace: string; path: string }): ReactNode {
  const navigate = useNavigate();
  const list = useRunsList(workspace, { path });
  const isNarrow = useMediaQuery(narrowRuns, false, { getInitialValueInEffect: false });
  return (
    <div className={classes.runs}>
      <div className={classes.more}>
        <Link to="/w/$workspace/runs" params={{ workspace }} search={{ path }}>
          Filter these runs, with the chart of durations
        </Link>
      </div>
      <DataTable
        label="Runs of this script"
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
