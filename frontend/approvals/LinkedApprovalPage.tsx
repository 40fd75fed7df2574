import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState, type FormEvent, type ReactNode } from 'react';
import type { LinkedApproval } from '../../backend/approvals/approvals.contract.ts';
import { isApiError } from '../api/api-error.ts';
import { ArgumentsView } from '../runs/ArgumentsView.tsx';
import { Mark } from '../shell/Mark.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { usePageTitle } from '../ui/PageHeader.tsx';
import { SkeletonForm, SkeletonText } from '../ui/Skeletons.tsx';
import { ApprovalStatusBadge, DueText } from './ApprovalBadges.tsx';
import { approvalStatusWords, nameOfPerson } from './approval-words.ts';
import { decideByLink, linkedApprovalQuery } from './approvals.api.ts';
import { DecideBar } from './DecideBar.tsx';
import { DecisionFields } from './DecisionFields.tsx';
import { PreviewView } from './PreviewView.tsx';
import { useDecision } from './useDecision.ts';
import classes from './LinkedApprovalPage.module.css';

const MarkdownView = lazy(() => import('../../components/_shared/MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));

/** What a link opens for a person outside: the question, and the two answers. Opening it decides nothing. */
export function LinkedApprovalPage(): ReactNode {
  const { token = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(linkedApprovalQuery(token));
  const [done, setDone] = useState<{ vote: 'approve' | 'reject'; after: LinkedApproval } | null>(null);
  const [over, setOver] = useState<string | null>(null);
  usePageTitle(data?.title ?? 'Approval');
  return (
    <main className={classes.page}>
      <div className={classes.panel}>
        <div className={classes.brand}>
          <Mark isLarge />
        </div>
        {over !== null ? (
          <Over message={over} />
        ) : done ? (
          <Done title={done.after.title} vote={done.vote} />
        ) : data && data.status === 'open' ? (
          <Question token={token} approval={data} onDone={(vote, after) => setDone({ vote, after })} onOver={setOver} />
        ) : data ? (
          <Ended approval={data} />
        ) : isApiError(error) && (error.status === 404 || error.status === 410) ? (
          <Over message={error.message} />
        ) : error ? (
          <ErrorNotice error={error} title="The request could not be read." onRetry={() => void refetch()} />
        ) : (
          <SkeletonForm />
        )}
      </div>
    </main>
  );
}

function Words({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.words}>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.description}>{children}</p>
    </div>
  );
}

function Over({ message }: { message: string }): ReactNode {
  return <Words title="This link does not work any more">{message}</Words>;
}

function Ended({ approval }: { approval: LinkedApproval }): ReactNode {
  return (
    <Words title={approval.title}>
      <ApprovalStatusBadge status={approval.status} /> There is nothing left to decide: this request is {approvalStatusWords[approval.status].toLowerCase()}.
    </Words>
  );
}

function Done({ title, vote }: { title: string; vote: 'approve' | 'reject' }): ReactNode {
  return (
    <div role="status" className={classes.done}>
      <ApprovalStatusBadge status={vote === 'approve' ? 'approved' : 'rejected'} />
      <Words title={title}>
        {vote === 'approve' ? 'You approved this request.' : 'You rejected this request.'} Your answer is recorded; you can close this page.
      </Words>
    </div>
  );
}

type QuestionProps = {
  token: string;
  approval: LinkedApproval;
  onDone: (vote: 'approve' | 'reject', after: LinkedApproval) => void;
  onOver: (message: string) => void;
};

function Question({ token, approval, onDone, onOver }: QuestionProps): ReactNode {
  const client = useQueryClient();
  const { queryKey } = linkedApprovalQuery(token);
  const decision = useDecision(
    token,
    approval,
    async ({ vote, comment, values, expected_hash }) => {
      try {
        onDone(vote, await decideByLink(token, { vote, comment, values, expected_hash }));
      } catch (failure) {
        if (!isApiError(failure, 'approval/link_used')) throw failure;
        onOver(failure.message);
      }
    },
    () => client.refetchQueries({ queryKey }),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    decision.send(decision.outcome ?? 'approve');
  };
  const hasArguments = Object.keys(approval.args).length > 0;
  return (
    <form className={classes.question} onSubmit={send} noValidate>
      <div className={classes.words}>
        <h1 className={classes.title}>{approval.title}</h1>
        <p className={classes.description}>
          {nameOfPerson(approval.requested_by)} asks for your decision.{' '}
          <DueText row={{ status: approval.status, due_at: null, expires_at: approval.expires_at }} />
        </p>
      </div>
      {approval.summary !== '' && (
        <Suspense fallback={<SkeletonText />}>
          <MarkdownView text={approval.summary} />
        </Suspense>
      )}
      {approval.preview !== null && <PreviewView preview={approval.preview} name="preview" />}
      {hasArguments && (
        <div className={classes.arguments}>
          <ArgumentsView workspace={null} args={approval.args} schema={null} />
        </div>
      )}
      <DecisionFields decision={decision} seen={approval} canDecide commentId="linked-comment" isCommentAlone={false} />
      <DecideBar
        decision={decision}
        canDecide
        reason="Your answer counts once and is recorded."
        isRejectHidden={approval.is_reject_hidden}
        isHighRisk={false}
        hasKeys={false}
        confirmId="linked-confirm"
      />
    </form>
  );
}
