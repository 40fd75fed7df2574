import { useMutation, useQueryClient } from '@tanstack/react-query';
import { approvalQuery, approvalsKey, commentApproval } from './approvals.api.ts';
import type { Decision } from './useDecision.ts';

/** Sends what was typed as a comment alone, without deciding. */
export function useComment(
  workspace: string,
  id: string,
  decision: Pick<Decision, 'comment' | 'setComment'>,
): { send: () => void; isBusy: boolean; error: unknown } {
  const client = useQueryClient();
  const work = useMutation({
    mutationFn: (text: string) => commentApproval(workspace, id, text),
    onSuccess: (saved) => {
      client.setQueryData(approvalQuery(workspace, id).queryKey, saved);
      decision.setComment('');
      void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
  });
  const text = decision.comment.trim();
  return { send: () => text !== '' && !work.isPending && work.mutate(text), isBusy: work.isPending, error: work.error };
}
