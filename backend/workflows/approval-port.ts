import type { JsonObject } from '../common/json.ts';
import type { Transaction } from '../database/database.ts';
import type { ApprovalVote } from '../waits/wait.ts';
import type { StartedJob } from '../jobs/start-jobs.sql.ts';

/** What workflows need of approvals. */
export interface WorkflowApprovals {
  /** Gives what opens the request in the transaction that records that it is waited for. Throws an `AppError` that says what is wrong with it. */
  prepare(job: StartedJob, spec: JsonObject): Promise<(transaction: Transaction, wait: { waitId: string; key: string }) => Promise<void>>;
  /** Votes with what was filled in as it was typed, and the secrets among it. */
  reveal(workspaceId: string, votes: readonly ApprovalVote[]): Promise<{ votes: ApprovalVote[]; secrets: string[] }>;
  /** Nobody waits for it any more; without a place, for none of the job. */
  withdraw(transaction: Transaction, jobId: string, place: string | null): Promise<void>;
}
