import { Button } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApprovalCounts } from '../../backend/approvals/approvals.contract.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useUrlState } from '../ui/useUrlState.ts';

const emptyWords: Readonly<Record<string, { title: string; words?: string }>> = {
  mine: { title: 'Nothing waits for you', words: 'Flows, workflows and people who ask to run something put their questions here.' },
  groups: { title: 'Nothing waits for your groups' },
  requested: { title: 'You have asked for nothing', words: 'Where you may see a script but not run it, “Request to run” asks its owners.' },
  done: { title: 'Nothing is done yet', words: 'Decided, expired and withdrawn requests stay here.' },
};

/** What a box shows that holds nothing: what belongs there, or where something waits. */
export function EmptyInbox({ box, counts, onOpen }: { box: string; counts: ApprovalCounts | undefined; onOpen: (box: string) => void }): ReactNode {
  const [state] = useUrlState();
  if (state['search'] || state['path'] || state['status']) return <EmptyState icon={<IconChecklist />} title="No request answers this filter" />;
  const { title, words } = emptyWords[box] ?? { title: 'Nothing is here' };
  const other = box === 'mine' && counts && counts.groups > 0 ? 'groups' : box === 'groups' && counts && counts.mine > 0 ? 'mine' : null;
  return (
    <EmptyState
      icon={<IconChecklist />}
      title={title}
      action={other && <Button onClick={() => onOpen(other)}>{other === 'groups' ? 'Open my groups' : 'Open mine'}</Button>}
    >
      {words}
    </EmptyState>
  );
}
