import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Group } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { DataTable, type Column } from '../ui/DataTable.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { formatPlural } from '../ui/format.ts';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { GroupDialog } from './GroupDialog.tsx';
import classes from './GroupsPage.module.css';
import { groupsQuery } from './people.api.ts';
import { PeopleTabs } from './PeopleTabs.tsx';

const shownFaces = 5;

function Faces({ members }: { members: readonly string[] }): ReactNode {
  return (
    <span className={classes.faces}>
      <span className={classes.stack}>
        {members.slice(0, shownFaces).map((member) => (
          <Avatar key={member} name={member} size={20} />
        ))}
      </span>
      <span className={classes.muted}>{formatPlural(members.length, 'member')}</span>
    </span>
  );
}

const columns: Column<Group>[] = [
  {
    id: 'name',
    header: 'Group',
    width: 'minmax(0, 2fr)',
    cell: (group) => (
      <span className={classes.words}>
        <span className={classes.title}>{group.name}</span>
        {group.summary && <span className={classes.summary}>{group.summary}</span>}
      </span>
    ),
  },
  { id: 'members', header: 'Members', width: 'minmax(132px, 1fr)', cell: (group) => <Faces members={group.members} /> },
  {
    id: 'managers',
    header: 'Managed by',
    width: 'minmax(120px, 1fr)',
    hideBelow: 720,
    cell: (group) => <span className={classes.muted}>{group.managers.join(', ') || 'Admins'}</span>,
  },
];

const rowHeight = 52;

/** The groups of the workspace. */
export function GroupsPage(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const { data, isPending, error, refetch } = useQuery(groupsQuery(workspace));
  const open = (name: string): void => void navigate({ to: '/w/$workspace/groups/$group', params: { workspace, group: name } });
  const create = canBuild && (
    <Button variant="filled" leftSection={<IconPlus />} onClick={() => change({ new: '1' })}>
      New group
    </Button>
  );
  return (
    <Page
      layout="fill"
      header={
        <PageHeader title="Groups" actions={create}>
          <PeopleTabs />
        </PageHeader>
      }
    >
      <DataTable
        label="Groups"
        rows={data ?? []}
        columns={columns}
        rowKey={(group) => group.name}
        rowHeight={rowHeight}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        onOpen={(group) => open(group.name)}
        empty={<EmptyState icon={<IconUsersGroup />} title="A group is a set of people to whom access is given at once" action={create} />}
      />
      {state['new'] === '1' && <GroupDialog onClose={() => change({ new: undefined })} onDone={open} />}
    </Page>
  );
}
