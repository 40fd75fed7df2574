import { Button } from '@mantine/core';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FlowRow } from '../../backend/flows/flows.contract.ts';
import { runnableColumns } from '../runnables/runnable-columns.tsx';
import { newAddress } from '../runnables/runnable.ts';
import { RunnablesPage } from '../runnables/RunnablesPage.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useUrlState } from '../ui/useUrlState.ts';
import { StepKinds } from './StepKinds.tsx';

const columns = runnableColumns<FlowRow>('flow', {
  icon: () => <IconRoute aria-hidden />,
  columns: [{ id: 'steps', header: 'Steps', width: '152px', hideBelow: 920, cell: (row) => <StepKinds kinds={row.step_kinds} count={row.step_count} /> }],
});

/** The flows of the workspace: by folder, with their steps and their last runs. */
export function FlowsPage(): ReactNode {
  return <RunnablesPage kind="flow" icon={<IconRoute />} columns={columns} empty={<NoFlows />} />;
}

function NoFlows(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [{ folder }] = useUrlState();
  if (!canBuild)
    return (
      <EmptyState icon={<IconRoute />} title="No flow is shared with you yet.">
        Whoever builds here can give you a folder.{' '}
        <Link to="/w/$workspace/runs" params={{ workspace }}>
          Your runs
        </Link>{' '}
        are where they were.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconRoute />}
      title="A flow chains scripts: with branches and loops, retries, waiting for a time, an event or somebody’s decision."
      action={
        <Button variant="filled" leftSection={<IconPlus />} onClick={() => void navigate({ href: newAddress(workspace, 'flow', folder) })}>
          Build a flow
        </Button>
      }
    >
      It runs, is called and is scheduled as a script is.
    </EmptyState>
  );
}
