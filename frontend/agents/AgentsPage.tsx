import { Button } from '@mantine/core';
import { IconPlus, IconRobot } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgentRow } from '../../backend/agents/agents.contract.ts';
import { runnableColumns } from '../runnables/runnable-columns.tsx';
import { newAddress } from '../runnables/runnable.ts';
import { RunnablesPage } from '../runnables/RunnablesPage.tsx';
import { useWorkspace } from '../session/workspace.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { formatPlural } from '../ui/format.ts';
import { useUrlState } from '../ui/useUrlState.ts';

const columns = runnableColumns<AgentRow>('agent', {
  icon: () => <IconRobot aria-hidden />,
  columns: [
    {
      id: 'model',
      header: 'Model',
      width: '160px',
      hideBelow: 960,
      cell: (row) => <span className="truncate">{row.is_practice ? 'Practice model' : row.model}</span>,
    },
    { id: 'tools', header: 'Tools', width: '84px', hideBelow: 1040, cell: (row) => (row.tool_count === 0 ? 'none' : formatPlural(row.tool_count, 'tool')) },
  ],
});

/** The agents of the workspace: by folder, with their models, tools and last runs. */
export function AgentsPage(): ReactNode {
  return <RunnablesPage kind="agent" icon={<IconRobot />} columns={columns} empty={<NoAgents />} />;
}

function NoAgents(): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const navigate = useNavigate();
  const [{ folder }] = useUrlState();
  if (!canBuild)
    return (
      <EmptyState icon={<IconRobot />} title="No agent is shared with you yet.">
        Whoever builds here can give you a folder.{' '}
        <Link to="/w/$workspace/chat" params={{ workspace }}>
          Your conversations
        </Link>{' '}
        are where they were.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconRobot />}
      title="An agent answers questions and does things, with your scripts and flows as its tools."
      action={
        <Button variant="filled" leftSection={<IconPlus />} onClick={() => void navigate({ href: newAddress(workspace, 'agent', folder) })}>
          Make an agent
        </Button>
      }
    >
      It runs under the rights of whoever asks, and asks people before it does what you say. No key is needed to begin: a practice model is built in.
    </EmptyState>
  );
}
