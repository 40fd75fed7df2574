import { Button } from '@mantine/core';
import { IconFolder, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Folder } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar } from '../ui/FilterChips.tsx';
import { LevelBadge } from '../ui/Levels.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SubjectText } from '../ui/PersonText.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { FolderDialog } from './FolderDialog.tsx';
import { wordsOfCounts } from './folder-words.ts';
import { foldersQuery } from './folders.api.ts';
import classes from './FoldersPage.module.css';

const columns: Column<Folder>[] = [
  {
    id: 'name',
    header: 'Folder',
    width: 'minmax(0, 2fr)',
    cell: (folder) => (
      <span className={classes.name}>
        <IconFolder aria-hidden />
        <span className={classes.words}>
          <span className={classes.title}>{folder.name}</span>
          {folder.summary && <span className={classes.summary}>{folder.summary}</span>}
        </span>
      </span>
    ),
  },
  {
    id: 'holds',
    header: 'Holds',
    width: 'minmax(120px, 2fr)',
    hideBelow: 640,
    cell: (folder) => <span className={classes.muted}>{wordsOfCounts(folder.counts)}</span>,
  },
  { id: 'maker', header: 'Made by', width: '150px', hideBelow: 860, cell: (folder) => <SubjectText subject={folder.created_by} /> },
  { id: 'level', header: 'Your access', width: '110px', cell: (folder) => <LevelBadge level={folder.my_level} /> },
];

const rowHeight = 52;

/** The shared spaces of the workspace. */
export function FoldersPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const { data, isPending, error, refetch } = useQuery(foldersQuery(workspace));
  const search = state['search']?.toLowerCase() ?? '';
  const folders = (data ?? []).filter((folder) => `${folder.name} ${folder.summary}`.toLowerCase().includes(search));
  const create = canBuild && (
    <Button variant="filled" leftSection={<IconPlus />} onClick={() => change({ new: '1' })}>
      New folder
    </Button>
  );
  const empty = search ? (
    <EmptyState
      title={`No folder has "${state['search']}" in its name or summary`}
      action={<Button onClick={() => change({ search: undefined })}>Show all folders</Button>}
    />
  ) : (
    <EmptyState
      icon={<IconFolder />}
      title="A folder is a space that people share: who may run and change what is in it is decided for the whole folder"
      action={create}
    />
  );
  return (
    <Page
      layout="fill"
      header={<PageHeader title="Folders" description="Who may run and change something follows from the folder that it lies in." actions={create} />}
    >
      {(data?.length ?? 0) > 0 && <FilterBar filters={[]} searchKey="search" searchLabel="Find a folder" />}
      <DataTable
        label="Folders"
        rows={folders}
        columns={columns}
        rowKey={(folder) => folder.name}
        rowHeight={rowHeight}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(folder) => void navigate({ to: '/w/$workspace/folders/$folder', params: { workspace, folder: folder.name } })}
        empty={empty}
      />
      <FolderDialog
        isOpen={state['new'] === '1'}
        onClose={() => change({ new: undefined })}
        onDone={(name) => void navigate({ to: '/w/$workspace/folders/$folder', params: { workspace, folder: name } })}
      />
    </Page>
  );
}
