import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Thread } from '../../backend/agents/threads.contract.ts';
import { CandidatesField } from '../approvals/CandidateField.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { FormDialog } from '../ui/FormParts.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { threadsKey, updateThread } from './chat.api.ts';

/** Who may read a conversation besides its owner: people and groups who may use the agent. */
export function ShareDialog({ workspace, thread, isOpen, onClose }: { workspace: string; thread: Thread; isOpen: boolean; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const form = useApiForm({
    initial: { people: thread.shared_with },
    checks: {},
    labels: { people: 'Who may read it' },
    submit: async ({ people }) => {
      await updateThread(workspace, thread.id, { shared_with: people });
      await client.invalidateQueries({ queryKey: threadsKey(workspace) });
      onClose();
    },
  });
  return (
    <FormDialog
      isOpen={isOpen}
      onClose={onClose}
      title="Share conversation"
      description="They read what was said, now and later, with the results of tools in it. They cannot write in it, and need the right to use the agent."
      form={form}
      submitLabel="Share conversation"
    >
      <CandidatesField
        id={form.idOf('people')}
        label="Who may read it"
        value={form.values.people}
        onChange={(people) => form.set('people', people)}
        error={form.errorOf('people')}
        leftOut={[thread.created_by]}
        hasOwners={false}
      />
      <div>
        <CopyButton value={() => window.location.href} label="Copy link">
          Copy link
        </CopyButton>
      </div>
    </FormDialog>
  );
}
