import type { EndedJob } from '../jobs/job-results.ts';
import type { JobWaiter } from '../jobs/job-waiter.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';
import type { WorkflowApprovals } from './approval-port.ts';
import type { WorkflowJournal } from './workflow-journal.ts';
import type { OpenOperation } from './workflow-session.ts';
import type { WorkflowTasks } from './workflow-tasks.service.ts';

/** What a session works with. */
export type SessionParts = {
  journal: Pick<WorkflowJournal, 'done' | 'begin' | 'ended'>;
  waiter: Pick<JobWaiter, 'begin'>;
  tasks: Pick<WorkflowTasks, 'prepare'>;
  approvals: WorkflowApprovals;
  /** For so long the process of a workflow that waits is kept. */
  hotMs: number;
  maximumResultBytes: number;
  /** Whether other jobs wait for the place that a workflow holds. */
  isCrowded(): boolean;
  childResult(jobId: string): Promise<EndedJob | null>;
  /** Ends what brings about the end of something that nobody waits for any more. */
  giveUp(job: StartedJob, operation: OpenOperation): Promise<void>;
  /** The timeline of a job grew. */
  changed(jobId: string): void;
  /** The job belongs to somebody else by now. */
  lost(jobId: string): void;
  /** Something that must not happen, for the log. */
  unexpected(job: StartedJob, error: unknown): void;
  /** Ends this stretch; the job is begun again from what is recorded. */
  again(jobId: string): void;
};
