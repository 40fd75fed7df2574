import { Button } from '@mantine/core';
import { IconEdit, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Group } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ItemUnavailable } from '../shell/ItemUnavailable.tsx';
import { ActionMenu } from '../ui/ActionMenu.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { SkeletonPage } from '../ui/Skeletons.tsx';
import { GroupDialog } from './GroupDialog.tsx';
import { GroupMembers } from './GroupMembers.tsx';
import { deleteGroup, groupQuery, peopleKey } from './people.api.ts';

/** One group: its members and who manages it. */
export function GroupPage(): ReactNode {
  const { group: name = '' } = useParams({ strict: false });
  const { id: workspace } = useWorkspace();
  const { data, error, refetch } = useQuery(groupQuery(workspace, name));
  if (data) return <Loaded group={data} />;
  if (error) {
    return (
      <ItemUnavailable error={error} noun="group" name={name} onRetry={() => void refetch()} list={{ href: `/w/${workspace}/groups`, label: 'All groups' }} />
    );
  }
  return <SkeletonPage />;
}

function Loaded({ group }: { group: Group }): ReactNode {
  const { id: workspace, isAdmin, canBuild, username } = useWorkspace();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const mayManage = isAdmin || (canBuild && group.managers.includes(username));
  const remove = async (): Promise<void> => {
    await deleteGroup(workspace, group.name);
    await navigate({ to: '/w/$workspace/groups', params: { workspace } });
    await queryClient.invalidateQueries({ queryKey: peopleKey(workspace) });
  };
  const actions = mayManage && (
    <>
      <Button leftSection={<IconEdit />} onClick={() => setOpen('edit')}>
        Edit summary
      </Button>
      <ActionMenu
        isFramed
        label="More about this group"
        actions={[{ id: 'delete', label: 'Delete group', icon: <IconTrash />, isDanger: true, perform: () => setOpen('delete') }]}
      />
    </>
  );
  return (
    <Page width="narrow" header={<PageHeader title={group.name} icon={<IconUsersGroup />} description={group.summary || undefined} actions={actions} />}>
      <GroupMembers group={group} mayManage={mayManage} />
      {open === 'edit' && <GroupDialog group={group} onClose={() => setOpen(null)} />}
      <ConfirmDialog
        isOpen={open === 'delete'}
        onClose={() => setOpen(null)}
        title={`Delete the group ${group.name}?`}
        confirmLabel="Delete group"
        onConfirm={remove}
      >
        <p>The access that was given to the group goes with it; its members stay in the workspace.</p>
      </ConfirmDialog>
    </Page>
  );
}
