import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { LinkTabs } from '../ui/LinkTabs.tsx';
import { groupsQuery, membersQuery } from './people.api.ts';

/** Members and groups are two lists of one page. */
export function PeopleTabs(): ReactNode {
  const { id: workspace } = useWorkspace();
  const members = useQuery(membersQuery(workspace));
  const groups = useQuery(groupsQuery(workspace));
  return (
    <LinkTabs
      label="People"
      tabs={[
        { label: 'Members', href: `/w/${workspace}/people`, count: members.data?.length },
        { label: 'Groups', href: `/w/${workspace}/groups`, count: groups.data?.length },
      ]}
    />
  );
}
