import { IconClipboardCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Thread } from '../../backend/agents/threads.contract.ts';
import { agentQuery } from '../agents/agents.api.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { AddCaseDialog } from './AddCaseDialog.tsx';

/** The button below an answer that makes a case of it, for who may change the agent. */
export function AddToEvaluationSet({ workspace, thread, answerId }: { workspace: string; thread: Thread; answerId: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const [isAdded, setAdded] = useState(false);
  const { data: agent } = useQuery({ ...agentQuery(workspace, thread.agent), retry: false });
  if (!agent || agent.my_level === 'read') return null;
  return (
    <>
      <IconButton
        label={isAdded ? 'Added to the evaluation set' : 'Add to the evaluation set'}
        icon={<IconClipboardCheck />}
        variant="subtle"
        size="sm"
        onClick={() => setOpen(true)}
      />
      <LiveRegion text={isAdded ? 'Added to the evaluation set.' : ''} />
      {isOpen && <AddCaseDialog workspace={workspace} thread={thread} answerId={answerId} onClose={() => setOpen(false)} onAdded={() => setAdded(true)} />}
    </>
  );
}
