import { Button } from '@mantine/core';
import { IconArchive, IconArrowBackUp, IconCopy, IconFileCode, IconHistory, IconPencil, IconPlayerPlay, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { inWorkspace } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { foldersQuery } from '../folders/folders.api.ts';
import { usePreferences } from '../session/preferences.ts';
import { type CurrentWorkspace, useWorkspace } from '../session/workspace.ts';
import type { Action } from '../ui/ActionMenu.tsx';
import { useCopy } from '../ui/CopyButton.tsx';
import { DataTable } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { FilterBar, type FilterDefinition } from '../ui/FilterChips.tsx';
import { LanguageIcon } from '../ui/KindIcon.tsx';
import { ListWithFolders, useHasFolders } from '../ui/ListWithFolders.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { useUrlState } from '../ui/useUrlState.ts';
import { scriptColumns } from './script-columns.tsx';
import { ArchiveDialog, PurgeDialog, RenameDialog } from './ScriptDialogs.tsx';
import { languagesQuery, restoreScript, scriptsKey, scriptsListKey } from './scripts.api.ts';

type OpenDialog = { kind: 'rename' | 'archive' | 'purge'; path: string };

function useFilters({ id: workspace, username, canBuild }: CurrentWorkspace, hasFolders: boolean): FilterDefinition[] {
  const { data: languages } = useQuery(languagesQuery(workspace));
  const { data: folders } = useQuery(foldersQuery(workspace));
  return useMemo(
    () => [
      ...(hasFolders ? [] : [{ key: 'folder', label: 'Folder', options: [...(folders ?? []).map(({ name }) => `f/${name}`), `u/${username}`].map((value) => ({ value, label: value })) }]),
      { key: 'language', label: 'Language', options: (languages ?? []).map(({ name, title }) => ({ value: name, label: title })) },
      ...(canBuild ? [{ key: 'archived', label: 'Archived', options: [{ value: 'true', label: 'Only archived scripts' }] }] : []),
    ],
    [languages, folders, hasFolders, username, canBuild],
  );
}

/** The scripts of the workspace: by folder, with their last runs. */
export function ScriptsPage(): ReactNode {
  const current = useWorkspace();
  const { id: workspace, canBuild } = current;
  const navigate = useNavigate();
  const hasFolders = useHasFolders();
  const [state, change] = useUrlState();
  const filters = useFilters(current, hasFolders);
  const { folder, language, search, archived } = state;
  const isArchive = archived === 'true';
  const list = usePages<ScriptRow>(scriptsListKey(workspace), inWorkspace(workspace, '/scripts'), { folder, language, search, archived: isArchive || undefined });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const { actions, error } = useRowActions(current, isArchive, setDialog);
  const isCompact = usePreferences((store) => store.preferences.density === 'compact');
  const startNew = (chosen?: string): void => void navigate({ to: '/w/$workspace/scripts/new', params: { workspace }, search: { folder, language: chosen } });
  useShortcut('n', 'New script', () => startNew(), { isEnabled: canBuild });
  const isNarrowed = [folder, language, search, archived].some((value) => value !== undefined);
  const pathOf = (kind: OpenDialog['kind']): string | null => (dialog?.kind === kind ? dialog.path : null);
  return (
    <Page
      layout="fill"
      isFlush
      header={
        <PageHeader
          title={isArchive ? 'Archived scripts' : 'Scripts'}
          actions={canBuild ? <Button variant="filled" leftSection={<IconPlus />} onClick={() => startNew()}>New script</Button> : undefined}
        >
          <FilterBar filters={filters} searchKey="search" searchLabel="Find a script" />
          {error !== null && <ErrorNotice error={error} />}
        </PageHeader>
      }
    >
      <ListWithFolders name="scripts" paths={list.items.map((row) => row.path)} allLabel="All scripts">
        <DataTable
          label="Scripts"
          rows={list.items}
          columns={scriptColumns}
          rowKey={(row) => row.path}
          rowHeight={isCompact ? 46 : 56}
          onOpen={(row) => void navigate({ to: '/w/$workspace/scripts/$', params: { workspace, _splat: row.path } })}
          actions={actions}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.reload}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onLoadMore={list.loadMore}
          empty={<NoScripts current={current} isNarrowed={isNarrowed} onClear={() => change({ folder: undefined, language: undefined, search: undefined, archived: undefined })} onNew={startNew} />}
        />
      </ListWithFolders>
      <RenameDialog path={pathOf('rename')} onClose={() => setDialog(null)} />
      <ArchiveDialog path={pathOf('archive')} onClose={() => setDialog(null)} />
      <PurgeDialog path={pathOf('purge')} onClose={() => setDialog(null)} />
    </Page>
  );
}

function useRowActions({ id: workspace, canBuild }: CurrentWorkspace, isArchive: boolean, setDialog: (dialog: OpenDialog) => void): { actions: (row: ScriptRow) => Action[]; error: unknown } {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { copy } = useCopy();
  const restore = useMutation({ mutationFn: (path: string) => restoreScript(workspace, path), onSuccess: () => void client.invalidateQueries({ queryKey: scriptsKey(workspace) }) });
  const actions = (row: ScriptRow): Action[] => {
    const { path } = row;
    const mayWrite = canBuild && row.my_level !== 'read';
    const copyPath: Action = { id: 'copy', label: 'Copy path', icon: <IconCopy />, perform: () => copy(path) };
    if (isArchive) {
      return [
        ...(mayWrite ? [{ id: 'restore', label: 'Bring back', icon: <IconArrowBackUp />, perform: () => restore.mutate(path) }] : []),
        copyPath,
        ...(mayWrite ? [{ id: 'purge', label: 'Delete for good', icon: <IconTrash />, isDanger: true, isFirstOfGroup: true, perform: () => setDialog({ kind: 'purge', path }) }] : []),
      ];
    }
    return [
      ...(row.has_main ? [{ id: 'run', label: 'Run', icon: <IconPlayerPlay />, perform: () => void navigate({ to: '/w/$workspace/scripts/$', params: { workspace, _splat: path } }) }] : []),
      ...(mayWrite ? [{ id: 'edit', label: 'Edit', icon: <IconPencil />, perform: () => void navigate({ to: '/w/$workspace/scripts/edit/$', params: { workspace, _splat: path } }) }] : []),
      { id: 'runs', label: 'Runs of this script', icon: <IconHistory />, perform: () => void navigate({ to: '/w/$workspace/runs', params: { workspace }, search: { path } }) },
      { ...copyPath, isFirstOfGroup: true },
      ...(mayWrite
        ? [
            { id: 'rename', label: 'Rename', icon: <IconFileCode />, perform: () => setDialog({ kind: 'rename', path }) },
            { id: 'archive', label: 'Archive', icon: <IconArchive />, isDanger: true, isFirstOfGroup: true, perform: () => setDialog({ kind: 'archive', path }) },
          ]
        : []),
    ];
  };
  return { actions, error: restore.error };
}

function NoScripts({ current, isNarrowed, onClear, onNew }: { current: CurrentWorkspace; isNarrowed: boolean; onClear: () => void; onNew: (language?: string) => void }): ReactNode {
  const { data: languages = [] } = useQuery({ ...languagesQuery(current.id), enabled: current.canBuild });
  if (isNarrowed) return <EmptyState icon={<IconFileCode />} title="No script matches." action={<Button leftSection={<IconX />} onClick={onClear}>Clear filters</Button>} />;
  if (!current.canBuild) {
    return (
      <EmptyState icon={<IconFileCode />} title="No script is shared with you yet.">
        Whoever builds here can give you a folder. <Link to="/w/$workspace/runs" params={{ workspace: current.id }}>Your runs</Link> are where they were.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconFileCode />}
      title="A script becomes a form, an API, a webhook and a job that anyone can follow."
      action={languages.map(({ name, title }) => (
        <Button key={name} leftSection={<LanguageIcon language={name} />} onClick={() => onNew(name)}>
          Start in {title}
        </Button>
      ))}
    >
      Each language starts with a sample that runs.
    </EmptyState>
  );
}
