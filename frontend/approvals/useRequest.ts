import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { approvalQuery, approvalsKey, decideApproval } from './approvals.api.ts';
import { changeSince, type SeenChange } from './inbox-rows.ts';
import { useClaim, type Claim } from './useClaim.ts';
import { useComment } from './useComment.ts';
import { useDecision, type Decision } from './useDecision.ts';

/** An open request with everything that one may do about it. */
export type OpenedRequest = {
  workspace: string;
  approval: Approval;
  /** What was read, and what a decision is about. */
  seen: Approval;
  /** What is different from what was read; blocks the buttons until it was looked at. */
  change: SeenChange | null;
  accept: () => void;
  decision: Decision;
  comment: ReturnType<typeof useComment>;
  claim: Claim;
  canDecide: boolean;
  /** In whose place one decides; null for the own right. */
  behalf: string | null;
  setBehalf: (person: string | null) => void;
};

/**
 * The state of a request that is open. A decision is about what was read: while others change it, that stays until the change has been
 * looked at.
 */
export function useRequest(workspace: string, approval: Approval, onDecided: (after: Approval, vote: 'approve' | 'reject') => void): OpenedRequest {
  const client = useQueryClient();
  const { queryKey } = approvalQuery(workspace, approval.id);
  const [seen, setSeen] = useState(approval);
  const [chosen, setBehalf] = useState<string | null>(null);
  const { on_behalf_of: others, can_act: canAct } = approval.viewer;
  const behalf = chosen !== null && others.includes(chosen) ? chosen : (others[0] ?? null);
  const isOpen = approval.status === 'open';
  const change = isOpen ? changeSince(seen, approval) : null;
  const claim = useClaim(workspace, approval);
  const decision = useDecision(
    approval.id,
    seen,
    async (input) => {
      const after = await decideApproval(workspace, approval.id, behalf === null ? input : { ...input, on_behalf_of: behalf });
      client.setQueryData(queryKey, after);
      setSeen(after);
      void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
      onDecided(after, input.vote);
    },
    () => client.refetchQueries({ queryKey }),
  );
  const comment = useComment(workspace, approval.id, decision);
  const canDecide = isOpen && canAct;
  useEffect(() => {
    if (!canDecide && decision.outcome !== null) decision.choose(null);
  });
  return { workspace, approval, seen, change, accept: () => setSeen(approval), decision, comment, claim, canDecide, behalf, setBehalf };
}
