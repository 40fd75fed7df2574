import { Button } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FilterBar } from '../ui/FilterChips.tsx';
import { roleWords } from '../ui/Levels.tsx';
import { Page } from '../ui/Page.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { MembersTable } from './MembersTable.tsx';
import { membersQuery } from './people.api.ts';
import { matchesMember } from './people-words.ts';
import { PeopleTabs } from './PeopleTabs.tsx';

const filters = [{ key: 'role', label: 'Role', options: Object.entries(roleWords).map(([value, { word }]) => ({ value, label: word })) }];

/** The members of the workspace, and the invitations that are open. */
export function PeoplePage(): ReactNode {
  const { id: workspace, isAdmin } = useWorkspace();
  const [state, change] = useUrlState();
  const { data, isPending, error, refetch } = useQuery(membersQuery(workspace));
  const members = (data ?? []).filter((member) => matchesMember(member, state));
  const invite = isAdmin && (
    <Button variant="filled" leftSection={<IconUserPlus />} onClick={() => change({ invite: '1' })}>
      Invite people
    </Button>
  );
  return (
    <Page
      layout="fill"
      header={
        <PageHeader title="People" actions={invite}>
          <PeopleTabs />
        </PageHeader>
      }
    >
      {isAdmin && <InvitationList />}
      <FilterBar filters={filters} searchKey="search" searchLabel="Find a person" />
      <MembersTable
        members={members}
        isLoading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <EmptyState
            icon={<IconUsers />}
            title="Nobody here has that name or role"
            action={<Button onClick={() => change({ search: undefined, role: undefined })}>Show everybody</Button>}
          />
        }
      />
      <InviteDialog isOpen={state['invite'] === '1' && isAdmin} onClose={() => change({ invite: undefined })} />
    </Page>
  );
}
