import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Approval, ApprovalLink } from '../../backend/approvals/approvals.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { formatAbsolute } from '../ui/format.ts';
import { FormActions, FormDialog } from '../ui/FormParts.tsx';
import { OnceShown } from '../ui/OnceShown.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { approvalsKey, createApprovalLink, reassignApproval, withdrawApproval } from './approvals.api.ts';
import { CandidatesField } from './CandidateField.tsx';

/** What a dialog about a request needs. */
export type ApprovalDialogProps = { approval: Approval; onClose: () => void };

/** Gives the current stage to others; for a candidate, the own part in it. */
export function ReassignDialog({ approval, onClose }: ApprovalDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const stage = approval.stages[approval.stage];
  const form = useApiForm({
    initial: { to: [] as string[], comment: '' },
    labels: { to: 'To', comment: 'Comment' },
    checks: { to: ({ to }) => (to.length === 0 ? 'Choose who shall decide' : null) },
    submit: async (values) => {
      await reassignApproval(workspace, approval.id, values);
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Reassign request"
      description="Others decide in this stage. They are told, and the record keeps who gave it to whom."
      form={form}
      submitLabel="Reassign request"
    >
      <CandidatesField
        id={form.idOf('to')}
        label="To"
        value={form.values.to}
        onChange={(to) => form.set('to', to)}
        error={form.errorOf('to')}
        leftOut={stage?.candidates.filter((candidate) => candidate !== 'owners')}
      />
      <Textarea label="Comment" autosize minRows={2} maxRows={6} {...form.text('comment')} />
    </FormDialog>
  );
}

/** Takes a request back; what waits for it goes on as if it had been rejected. */
export function WithdrawDialog({ approval, onClose }: ApprovalDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { comment: '' },
    labels: { comment: 'Why' },
    submit: async ({ comment }) => {
      await withdrawApproval(workspace, approval.id, comment);
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
    onDone: onClose,
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Withdraw this request?"
      description={
        approval.subject.kind === 'run'
          ? 'Nobody decides any more, and nothing runs.'
          : 'Nobody decides any more. What waits for it is told that it was withdrawn.'
      }
      form={form}
      submitLabel="Withdraw request"
    >
      <Textarea label="Why" description="It may stay empty" autosize minRows={2} maxRows={6} data-autofocus {...form.text('comment')} />
    </FormDialog>
  );
}

const validities = [
  { value: '86400', label: '1 day' },
  { value: '259200', label: '3 days' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
];

/** Makes a single-use link for a person outside, and shows it once. */
export function LinkDialog({ approval, onClose }: ApprovalDialogProps): ReactNode {
  const [link, setLink] = useState<ApprovalLink | null>(null);
  if (link === null) return <AskForLink approval={approval} onClose={onClose} onCreated={setLink} />;
  return (
    <Modal opened onClose={onClose} title="Link for a person outside" size="md">
      <OnceShown value={link.url} label="Link">
        Send this link to {link.email}. It is shown only now, it decides once, and it ends {formatAbsolute(new Date(link.expires_at))}. Who holds it can decide.
      </OnceShown>
      <FormActions>
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      </FormActions>
    </Modal>
  );
}

function AskForLink({ approval, onClose, onCreated }: ApprovalDialogProps & { onCreated: (link: ApprovalLink) => void }): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const form = useApiForm({
    initial: { email: '', expires: '604800' },
    labels: { email: 'E-mail', expires: 'Valid for' },
    checks: { email: ({ email }) => (/^\S+@\S+\.\S+$/.test(email) ? null : 'Give the e-mail address of the person who shall decide') },
    submit: async ({ email, expires }) => {
      onCreated(await createApprovalLink(workspace, approval.id, { email, expires_s: Number(expires) }));
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Link for a person outside"
      description="They need no account. Their answer counts as your vote and is recorded with this address; you see the link once and pass it on."
      form={form}
      submitLabel="Create link"
    >
      <TextInput label="E-mail" type="email" autoComplete="off" data-autofocus {...form.text('email')} />
      <Select
        id={form.idOf('expires')}
        label="Valid for"
        data={validities}
        value={form.values.expires}
        onChange={(next) => next !== null && form.set('expires', next)}
        allowDeselect={false}
      />
    </FormDialog>
  );
}
