import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { approvalQuery, approvalsKey, claimApproval, releaseApproval } from './approvals.api.ts';

/** What one may do about the claim of a request. */
export type Claim = { can: 'claim' | 'release' | null; perform: () => void; isBusy: boolean; error: unknown };

/** Claims a request, so that others know who looks after it, or gives the claim back. */
export function useClaim(workspace: string, approval: Approval): Claim {
  const client = useQueryClient();
  const { viewer } = approval;
  const can = viewer.can_release ? 'release' : viewer.can_claim ? 'claim' : null;
  const work = useMutation({
    mutationFn: () => (can === 'release' ? releaseApproval(workspace, approval.id) : claimApproval(workspace, approval.id)),
    onSuccess: (saved) => {
      client.setQueryData(approvalQuery(workspace, approval.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
    },
  });
  return { can, perform: () => can !== null && !work.isPending && work.mutate(), isBusy: work.isPending, error: work.error };
}
