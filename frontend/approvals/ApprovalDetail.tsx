import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { SkeletonForm, SkeletonText } from '../ui/Skeletons.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { ApprovalHead } from './ApprovalHead.tsx';
import { ApprovalTimeline } from './ApprovalTimeline.tsx';
import { approvalQuery, approvalsKey, decideApproval } from './approvals.api.ts';
import { ChangedNotice } from './ChangedNotice.tsx';
import { DecideBar } from './DecideBar.tsx';
import { DecisionFields } from './DecisionFields.tsx';
import { EndedBar } from './EndedBar.tsx';
import { changeSince } from './inbox-rows.ts';
import { MissingApproval } from './MissingApproval.tsx';
import { StagesView } from './StagesView.tsx';
import { useClaim } from './useClaim.ts';
import { useComment } from './useComment.ts';
import { useDecision, type Decision } from './useDecision.ts';
import { WhatHappens } from './WhatHappens.tsx';
import classes from './ApprovalDetail.module.css';

const MarkdownView = lazy(() => import('../../components/_shared/MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));
const WaitingGraph = lazy(() => import('./WaitingGraph.tsx').then((module) => ({ default: module.WaitingGraph })));

/** Props of {@link ApprovalDetail}. */
export type ApprovalDetailProps = {
  workspace: string;
  id: string;
  /** After a decision of one's own, with what the request is then. */
  onDecided: (after: Approval, vote: 'approve' | 'reject') => void;
  onBack?: () => void;
};

/** One request with everything that a decision needs, and the decision. */
export function ApprovalDetail({ workspace, id, onDecided, onBack }: ApprovalDetailProps): ReactNode {
  const { data, error, refetch } = useQuery(approvalQuery(workspace, id));
  if (data) return <LoadedApproval key={id} workspace={workspace} approval={data} onDecided={onDecided} onBack={onBack} />;
  if (isApiError(error) && (error.status === 404 || error.status === 422)) return <MissingApproval workspace={workspace} />;
  return (
    <div className={classes.loading}>
      {error ? <ErrorNotice error={error} title="The request could not be read." onRetry={() => void refetch()} /> : <SkeletonForm fields={4} />}
    </div>
  );
}

const confirmId = 'approval-confirm';
const commentId = 'approval-comment';
const decisionId = 'approval-decision';

/** Gives the focus to what a key was pressed for, once it has been drawn. */
const focusSoon = (find: () => HTMLElement | null | undefined): void => void requestAnimationFrame(() => find()?.focus());

const firstField = (): HTMLElement | null | undefined =>
  document.getElementById(decisionId)?.querySelector<HTMLElement>('fieldset input, fieldset textarea, fieldset select, fieldset [tabindex="0"]');

/** Keys of a request: `a` and `r` choose and ask once more, so that a slip of a finger decides nothing. */
function useDecisionKeys(decision: Decision, approval: Approval, canDecide: boolean, claim: { can: string | null; perform: () => void }): void {
  const focus = (): void => focusSoon(() => firstField() ?? document.getElementById(confirmId));
  const group = 'Approvals';
  useShortcut(
    'a',
    'Approve',
    () => {
      decision.choose('approve');
      focus();
    },
    { group, isEnabled: canDecide },
  );
  useShortcut(
    'r',
    'Reject',
    () => {
      decision.choose('reject');
      focusSoon(() => firstField() ?? document.getElementById(commentId));
    },
    { group, isEnabled: canDecide && !approval.is_reject_hidden },
  );
  useShortcut('c', 'Comment', () => document.getElementById(commentId)?.focus(), { group });
  useShortcut('e', claim.can === 'release' ? 'Release' : 'Claim', claim.perform, { group, isEnabled: claim.can !== null });
}

function LoadedApproval({ workspace, approval, onDecided, onBack }: Omit<ApprovalDetailProps, 'id'> & { approval: Approval }): ReactNode {
  const client = useQueryClient();
  const { queryKey } = approvalQuery(workspace, approval.id);
  // A decision is about what was read: while others change it, this stays until it has been looked at.
  const [seen, setSeen] = useState(approval);
  const isOpen = approval.status === 'open';
  const change = isOpen ? changeSince(seen, approval) : null;
  const claim = useClaim(workspace, approval);
  const decision = useDecision(
    approval.id,
    seen,
    async (input) => {
      const after = await decideApproval(workspace, approval.id, input);
      client.setQueryData(queryKey, after);
      void client.invalidateQueries({ queryKey: approvalsKey(workspace) });
      onDecided(after, input.vote);
    },
    () => client.refetchQueries({ queryKey }),
  );
  const comment = useComment(workspace, approval.id, decision);
  const canDecide = isOpen && approval.viewer.can_act;
  const isBlocked = change !== null;
  useDecisionKeys(decision, approval, canDecide && !isBlocked, claim);
  useEffect(() => {
    if (!canDecide && decision.outcome !== null) decision.choose(null);
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    // Events of React come up from dialogs too, although they stand elsewhere on the page: their forms decide nothing.
    if (event.target !== event.currentTarget || !canDecide || isBlocked) return;
    if (decision.outcome === null && approval.risk === 'high') decision.choose('approve');
    else decision.send(decision.outcome ?? 'approve');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (!event.currentTarget.contains(event.target as Node)) return;
    if (event.key === 'Escape' && decision.outcome !== null) {
      event.stopPropagation();
      decision.choose(null);
      focusSoon(() => document.getElementById('approval-title'));
    }
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (decision.outcome !== null && canDecide && !isBlocked) decision.send(decision.outcome);
    else if (decision.comment.trim() !== '') comment.send();
  };
  return (
    <form id={decisionId} className={classes.detail} onSubmit={send} onKeyDown={onKeyDown} noValidate aria-labelledby="approval-title">
      <div className={classes.scroller}>
        <div className={classes.content}>
          <ApprovalHead workspace={workspace} approval={approval} claim={claim} onBack={onBack} />
          {change && <ChangedNotice change={change} onAccept={() => setSeen(approval)} />}
          {approval.summary !== '' && (
            <Suspense fallback={<SkeletonText />}>
              <MarkdownView text={approval.summary} />
            </Suspense>
          )}
          <WhatHappens workspace={workspace} approval={approval} />
          <Part title="Who decides">
            <StagesView stages={approval.stages} />
          </Part>
          {approval.subject.kind === 'flow' && approval.subject.job_id !== null && (
            <Suspense fallback={null}>
              <WaitingGraph workspace={workspace} jobId={approval.subject.job_id} step={approval.subject.step} isLive={isOpen} />
            </Suspense>
          )}
          <Part title={canDecide ? 'Your decision' : 'Comment'}>
            {comment.error !== null && <ErrorNotice error={comment.error} title="The comment was not sent." />}
            <DecisionFields decision={decision} seen={seen} canDecide={canDecide} commentId={commentId} />
          </Part>
          <Part title="What happened">
            <ApprovalTimeline workspace={workspace} events={approval.events} />
          </Part>
        </div>
      </div>
      {isOpen ? (
        <DecideBar
          decision={decision}
          canDecide={canDecide}
          reason={isBlocked ? 'It changed: look at what is different first.' : approval.viewer.reason}
          isRejectHidden={approval.is_reject_hidden}
          isHighRisk={approval.risk === 'high'}
          isBlocked={isBlocked}
          confirmId={confirmId}
          onComment={comment.send}
          isCommenting={comment.isBusy}
        />
      ) : (
        <EndedBar approval={approval} comment={decision.comment} onComment={comment.send} isCommenting={comment.isBusy} />
      )}
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className={classes.part}>
      <h3 className={classes.partTitle}>{title}</h3>
      {children}
    </section>
  );
}
