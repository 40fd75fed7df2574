import type { ReactNode } from 'react';
import { isTerminal } from '../../backend/jobs/core/job-status.ts';
import type { Job } from '../../backend/jobs/jobs.contract.ts';
import { TimeBar, useNowWhile } from '../runs/TimeBar.tsx';
import { useWorkflowSteps } from './useWorkflowSteps.ts';
import { waitsOf } from './workflow-waits.ts';

/** Where the time of a workflow went; what it waited for without a process is told apart by its recorded steps. */
export function WorkflowTimeBar({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const steps = useWorkflowSteps(workspace, job.id);
  const now = useNowWhile(!isTerminal(job.status));
  return <TimeBar job={job} waits={waitsOf(steps.items, now)} />;
}
