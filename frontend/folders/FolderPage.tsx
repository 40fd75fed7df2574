import { Button } from '@mantine/core';
import { IconEdit, IconFolder, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Folder } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { LevelBadge } from '../ui/Levels.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { UrlTabs, useUrlTab } from '../ui/UrlTabs.tsx';
import { AccessPanel } from './AccessPanel.tsx';
import { FolderContents } from './FolderContents.tsx';
import { FolderDialog } from './FolderDialog.tsx';
import { contains } from './folder-words.ts';
import { deleteFolder, folderQuery, foldersKey } from './folders.api.ts';

const tabs = [
  { id: 'contents', label: 'Contents' },
  { id: 'access', label: 'Access' },
];

/** One folder: what it holds, and who may do what with it. */
export function FolderPage(): ReactNode {
  const { folder: name = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data, error, refetch } = useQuery(folderQuery(workspace, name));
  if (data) return <Loaded folder={data} />;
  if (error) {
    return (
      <ItemUnavailable
        error={error}
        noun="folder"
        name={name}
        onRetry={() => void refetch()}
        list={{ href: `/w/${workspace}/folders`, label: 'All folders' }}
      />
    );
  }
  return <SkeletonPage />;
}

function Loaded({ folder }: { folder: Folder }): ReactNode {
  const { id: workspace } = useWorkspace();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const tab = useUrlTab(tabs);
  const isOwner = contains(folder.my_level, 'owner');
  const remove = async (): Promise<void> => {
    await deleteFolder(workspace, folder.name);
    await navigate({ to: '/w/$workspace/folders', params: { workspace } });
    await queryClient.invalidateQueries({ queryKey: foldersKey(workspace) });
  };
  const actions = isOwner && (
    <>
      <Button leftSection={<IconEdit />} onClick={() => setOpen('edit')}>
        Edit summary
      </Button>
      <ActionMenu
        isFramed
        label="More about this folder"
        actions={[{ id: 'delete', label: 'Delete folder', icon: <IconTrash />, isDanger: true, perform: () => setOpen('delete') }]}
      />
    </>
  );
  return (
    <Page
      header={
        <PageHeader
          title={folder.name}
          icon={<IconFolder />}
          badge={<LevelBadge level={folder.my_level} />}
          description={folder.summary || undefined}
          actions={actions}
        >
          <UrlTabs tabs={tabs} label="Parts of the folder" />
        </PageHeader>
      }
    >
      {tab === 'contents' ? <FolderContents folder={folder} /> : <AccessPanel kind="folder" path={folder.name} mayGrant={isOwner} />}
      <FolderDialog isOpen={open === 'edit'} onClose={() => setOpen(null)} folder={folder} />
      <ConfirmDialog
        isOpen={open === 'delete'}
        onClose={() => setOpen(null)}
        title={`Delete the folder ${folder.name}?`}
        confirmLabel="Delete folder"
        onConfirm={remove}
      >
        <p>Only an empty folder can be deleted. The access that was given to it goes with it.</p>
      </ConfirmDialog>
    </Page>
  );
}
