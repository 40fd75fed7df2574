import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../ui/EmptyState.tsx';

/** A request that is not there, or not to be seen: both look alike on purpose. */
export function MissingApproval({ workspace }: { workspace: string }): ReactNode {
  return (
    <EmptyState
      icon={<IconMapQuestion />}
      title="This request does not exist, or you may not see it"
      action={<Button renderRoot={(props) => <Link to="/w/$workspace/approvals" params={{ workspace }} {...props} />}>Open the inbox</Button>}
    >
      Requests are seen by those who are asked, who asked, and the owners of the folder.
    </EmptyState>
  );
}
