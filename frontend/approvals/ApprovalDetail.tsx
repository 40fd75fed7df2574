import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { SkeletonForm, SkeletonText } from '../ui/Skeletons.tsx';
import { ApprovalHead } from './ApprovalHead.tsx';
import { ApprovalTimeline } from './ApprovalTimeline.tsx';
import { nameOfPerson } from './approval-words.ts';
import { approvalQuery } from './approvals.api.ts';
import { ChangedNotice } from './ChangedNotice.tsx';
import { DecideBar } from './DecideBar.tsx';
import { DecisionFields } from './DecisionFields.tsx';
import { EndedBar } from './EndedBar.tsx';
import { MissingApproval } from './MissingApproval.tsx';
import { StagesView } from './StagesView.tsx';
import { decisionHandlers, decisionIds, useDecisionKeys } from './useDecisionKeys.ts';
import { useRequest, type OpenedRequest } from './useRequest.ts';
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

function LoadedApproval({ workspace, approval, onDecided, onBack }: Omit<ApprovalDetailProps, 'id'> & { approval: Approval }): ReactNode {
  const request = useRequest(workspace, approval, onDecided);
  const { change, decision, comment, canDecide } = request;
  useDecisionKeys(request);
  return (
    <form id={decisionIds.form} className={classes.detail} {...decisionHandlers(request)} noValidate aria-labelledby={decisionIds.title}>
      <div className={classes.scroller}>
        <Content request={request} onBack={onBack} />
      </div>
      {approval.status === 'open' ? (
        <DecideBar
          decision={decision}
          canDecide={canDecide}
          reason={change === null ? approval.viewer.reason : 'It changed: look at what is different first.'}
          isRejectHidden={approval.is_reject_hidden}
          isHighRisk={approval.risk === 'high'}
          isBlocked={change !== null}
          confirmId={decisionIds.confirm}
          onComment={comment.send}
          isCommenting={comment.isBusy}
        />
      ) : (
        <EndedBar approval={approval} comment={decision.comment} onComment={comment.send} isCommenting={comment.isBusy} />
      )}
    </form>
  );
}

function Content({ request, onBack }: { request: OpenedRequest; onBack?: () => void }): ReactNode {
  const { workspace, approval, change, claim, accept } = request;
  const { subject } = approval;
  return (
    <div className={classes.content}>
      <ApprovalHead workspace={workspace} approval={approval} claim={claim} onBack={onBack} />
      {change && <ChangedNotice change={change} stages={approval.stages} onAccept={accept} />}
      {approval.summary !== '' && (
        <Suspense fallback={<SkeletonText />}>
          <MarkdownView text={approval.summary} />
        </Suspense>
      )}
      <WhatHappens workspace={workspace} approval={approval} />
      <Part title="Who decides">
        <StagesView stages={approval.stages} />
      </Part>
      {subject.kind === 'flow' && subject.job_id !== null && (
        <Suspense fallback={null}>
          <WaitingGraph workspace={workspace} jobId={subject.job_id} step={subject.step} isLive={approval.status === 'open'} />
        </Suspense>
      )}
      <DecisionPart request={request} />
      <Part title="What happened">
        <ApprovalTimeline workspace={workspace} events={approval.events} />
      </Part>
    </div>
  );
}

function DecisionPart({ request }: { request: OpenedRequest }): ReactNode {
  const { approval, seen, decision, comment, canDecide, behalf, setBehalf } = request;
  const { on_behalf_of: others } = approval.viewer;
  return (
    <Part title={canDecide ? 'Your decision' : 'Comment'}>
      {canDecide && others.length > 1 && (
        <Select
          label="In the place of"
          data={others.map((person) => ({ value: person, label: nameOfPerson(person) }))}
          value={behalf}
          onChange={setBehalf}
          allowDeselect={false}
        />
      )}
      {comment.error !== null && <ErrorNotice error={comment.error} title="The comment was not sent." />}
      <DecisionFields decision={decision} seen={seen} canDecide={canDecide} commentId={decisionIds.comment} />
    </Part>
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
