import { Button, Modal, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApprovalRow, DecideApprovalsResult } from '../../backend/approvals/approvals.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { formatPlural } from '../ui/format.ts';
import { FormActions, FormSummary } from '../ui/FormParts.tsx';
import { PathText } from '../ui/PathField.tsx';
import { useApiForm } from '../ui/useApiForm.ts';
import { approvalsKey, decideApprovals } from './approvals.api.ts';
import { splitForBulk } from './inbox-rows.ts';
import classes from './BulkDialog.module.css';

/** Props of {@link BulkDialog}. */
export type BulkDialogProps = {
  vote: 'approve' | 'reject';
  rows: readonly ApprovalRow[];
  chosen: ReadonlySet<string>;
  onClose: () => void;
  onDone: (result: DecideApprovalsResult) => void;
};

/** Asks once before many requests are decided: which ones, which not and why, and a comment for all. */
export function BulkDialog({ vote, rows, chosen, onClose, onDone }: BulkDialogProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const client = useQueryClient();
  const { ready, left } = splitForBulk(rows, chosen);
  const verb = vote === 'approve' ? 'Approve' : 'Reject';
  const form = useApiForm({
    initial: { comment: '' },
    labels: { comment: 'Comment' },
    submit: async ({ comment }) => {
      const result = await decideApprovals(workspace, { items: ready.map((row) => ({ id: row.id, expected_hash: row.hash })), vote, comment });
      await client.invalidateQueries({ queryKey: approvalsKey(workspace) });
      onDone(result);
    },
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`${verb} ${formatPlural(ready.length, 'request')}?`} size="md">
      <form onSubmit={form.onSubmit} noValidate className={classes.form}>
        <FormSummary problems={form.problems} error={form.error} />
        <ul className={classes.rows} aria-label={`To ${vote}`}>
          {ready.map((row) => (
            <li key={row.id}>
              <span className={classes.title}>{row.title}</span>
              <span className={classes.path}>
                <PathText path={row.subject.path} />
              </span>
            </li>
          ))}
        </ul>
        {left.length > 0 && (
          <div className={classes.left}>
            <p>Left out:</p>
            <ul aria-label="Left out">
              {left.map(({ row, reason }) => (
                <li key={row.id}>
                  <strong>{row.title}</strong>: {reason}
                </li>
              ))}
            </ul>
          </div>
        )}
        <Textarea
          label={vote === 'approve' ? 'Comment' : 'Why they are rejected'}
          description="Recorded with each of them"
          autosize
          minRows={2}
          maxRows={6}
          data-autofocus
          {...form.text('comment')}
        />
        <FormActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" color={vote === 'reject' ? 'red' : undefined} loading={form.isBusy} disabled={ready.length === 0}>
            {verb} {formatPlural(ready.length, 'request')}
          </Button>
        </FormActions>
      </form>
    </Modal>
  );
}
