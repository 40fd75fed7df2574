import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { openRequestsOfJobQuery } from './approvals.api.ts';

/** The way from a run that waits for a decision to the request that it waits for; nothing for who may not see it. */
export function OpenRequestButton({ workspace, jobId }: { workspace: string; jobId: string }): ReactNode {
  const { data: requests = [] } = useQuery(openRequestsOfJobQuery(workspace, jobId));
  const [first] = requests;
  if (!first) return null;
  return (
    <Button
      size="xs"
      variant={first.viewer.can_act ? 'filled' : undefined}
      renderRoot={(props) => <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: first.id }} {...props} />}
    >
      {first.viewer.can_act ? 'Decide' : 'Open request'}
    </Button>
  );
}
