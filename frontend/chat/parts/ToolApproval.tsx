import { IconChecklist } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import type { Approval } from '../../../backend/approvals/approvals.contract.ts';
import { useRoom } from '../../api/live.ts';
import { approvalQuery } from '../../approvals/approvals.api.ts';
import { ChangedNotice } from '../../approvals/ChangedNotice.tsx';
import { DecideBar } from '../../approvals/DecideBar.tsx';
import { DecisionFields } from '../../approvals/DecisionFields.tsx';
import { useRequest } from '../../approvals/useRequest.ts';
import { WhatHappens } from '../../approvals/WhatHappens.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { useConversationContext } from './conversation-context.ts';
import classes from './ToolApproval.module.css';

/** A tool that needs a decision: the request of the inbox, where the conversation waits for it. */
export function ToolApproval({ id }: { id: string }): ReactNode {
  const { conversation } = useConversationContext();
  const { workspace } = conversation;
  const client = useQueryClient();
  const { data, error } = useQuery({ ...approvalQuery(workspace, id), retry: false });
  const reread = (): void => void client.invalidateQueries({ queryKey: approvalQuery(workspace, id).queryKey });
  useRoom(workspace, 'inbox', { onApprovalsChanged: reread, onJoined: reread });
  if (data) return <Request key={id} approval={data} />;
  return (
    <div className={classes.card}>
      {error ? <p className={classes.quiet}>Somebody else decides about this. The answer goes on by itself.</p> : <SkeletonText lines={2} />}
    </div>
  );
}

function Request({ approval }: { approval: Approval }): ReactNode {
  const { conversation } = useConversationContext();
  const { workspace } = conversation;
  const request = useRequest(workspace, approval, () => undefined);
  const { decision, canDecide, change, seen, accept } = request;
  const id = useId();
  const isOpen = approval.status === 'open';
  return (
    <section className={classes.card} aria-label={`Approval: ${approval.title}`}>
      <p className={classes.head}>
        <IconChecklist aria-hidden className={classes.icon} />
        <span className={classes.title}>{approval.title}</span>
        <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: approval.id }} className={classes.open}>
          Open in approvals
        </Link>
      </p>
      {approval.summary !== '' && <p className={classes.summary}>{approval.summary}</p>}
      {change && <ChangedNotice change={change} stages={approval.stages} onAccept={accept} />}
      <WhatHappens workspace={workspace} approval={approval} />
      {canDecide && (decision.outcome !== null || decision.hasForm) && (
        <DecisionFields decision={decision} seen={seen} canDecide={canDecide} commentId={`${id}comment`} isCommentAlone={false} />
      )}
      {isOpen && (
        <div className={classes.bar}>
          <DecideBar
            decision={decision}
            canDecide={canDecide}
            reason={canDecide ? approval.viewer.reason : `Waiting: ${approval.waiting_for}. ${approval.viewer.reason}`}
            isRejectHidden={approval.is_reject_hidden}
            isHighRisk={approval.risk === 'high'}
            isBlocked={change !== null}
            hasKeys={false}
            confirmId={`${id}confirm`}
          />
        </div>
      )}
    </section>
  );
}
