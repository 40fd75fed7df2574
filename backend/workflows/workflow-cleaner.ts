import type { Database } from '../database/database.ts';
import { runIn } from '../database/database.ts';
import { cancelJobs } from '../jobs/cancel-jobs.sql.ts';
import type { Waits } from '../waits/waits.service.ts';
import type { WorkflowApprovals } from './approval-port.ts';

/** What of a workflow is given up. */
export type GivenUp = {
  jobId: string;
  workspaceId: string;
  /** Place of one wait; `null` for all. */ place: string | null;
  childJobIds: readonly string[];
  reason: string;
};

/** Ends what nobody waits for any more: waits close, requests for a decision become void, child jobs are cancelled. May be repeated. */
export async function giveUp(
  parts: { database: Database; waits: Waits; approvals: WorkflowApprovals },
  { jobId, workspaceId, place, childJobIds, reason }: GivenUp,
): Promise<void> {
  await parts.database.transaction(async (transaction) => {
    await parts.approvals.withdraw(transaction, jobId, place);
    await parts.waits.close(transaction, { jobId, placePrefix: place ?? '', reason });
    if (childJobIds.length > 0) await runIn(transaction, cancelJobs(workspaceId, childJobIds, 'system', reason));
  });
}

/** Marks what was open as given up. */
export const closeSteps = (jobId: string) => ({
  name: 'close_workflow_steps',
  text: `update workflow_step set status = 'cancelled', ended_at = now() where job_id = $1 and status = 'open'`,
  values: [jobId],
});
