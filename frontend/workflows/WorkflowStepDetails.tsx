import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import type { WorkflowStep } from '../../backend/workflows/workflows.contract.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { formatAbsolute } from '../ui/format.ts';
import { JsonTree } from '../ui/JsonTree.tsx';
import { SkeletonRows } from '../ui/Skeletons.tsx';
import { StatusBadge } from '../ui/StatusBadge.tsx';
import { restartWorkflow, stepResultQuery } from './workflows.api.ts';
import classes from './WorkflowTimeline.module.css';

/** What a step gave or waits for, the run or request behind it, and the way to begin again from it. */
export function WorkflowStepDetails({ workspace, job, step }: { workspace: string; job: Job; step: WorkflowStep }): ReactNode {
  return (
    <div className={classes.details}>
      {step.waiting_for !== null && <p className={classes.sentence}>{step.waiting_for}.</p>}
      {step.error !== null && (
        <p className={classes.error}>
          <strong>{step.error.name ?? 'Error'}</strong>: {step.error.message}
        </p>
      )}
      {step.child !== null && (
        <p className={classes.sentence}>
          <StatusBadge status={step.child.status} variant="plain" />
          <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: step.child.job_id }}>
            Open the run of {step.name}
          </Link>
        </p>
      )}
      {step.approval_id !== null && (
        <p className={classes.sentence}>
          <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: step.approval_id }}>
            Open the request
          </Link>
        </p>
      )}
      {step.has_result && <StepResult workspace={workspace} jobId={job.id} step={step} />}
      <p className={classes.facts}>
        Step {step.key}, began {formatAbsolute(new Date(step.started_at))}
        {step.ended_at === null ? '' : `, ended ${formatAbsolute(new Date(step.ended_at))}`}
      </p>
      <RestartButton workspace={workspace} job={job} step={step} />
    </div>
  );
}

function StepResult({ workspace, jobId, step }: { workspace: string; jobId: string; step: WorkflowStep }): ReactNode {
  const answer = useQuery(stepResultQuery(workspace, jobId, step.key));
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <SkeletonRows count={2} />;
  return <JsonTree value={answer.data} label={`Result of ${step.name || step.kind}`} maxHeight={280} />;
}

/** Only a finished run of a deployed workflow has a place to begin again from. */
function RestartButton({ workspace, job, step }: { workspace: string; job: Job; step: WorkflowStep }): ReactNode {
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  if (job.kind !== 'script' || !isTerminal(job.status)) return null;
  const restart = async (): Promise<void> => {
    const id = await restartWorkflow(workspace, job.id, { from: step.key, version: 'newest' });
    void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: id } });
  };
  return (
    <>
      <Button size="xs" variant="default" className={classes.restart} onClick={() => setAsking(true)}>
        Restart from here
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Restart from ${step.name || step.kind}?`}
        confirmLabel="Start a new run"
        isDanger={false}
        onConfirm={restart}
      >
        A new run of the newest version takes over everything that ended before this step, and does this step and all that follow again.
      </ConfirmDialog>
    </>
  );
}
