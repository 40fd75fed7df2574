import { Injectable } from '@nestjs/common';
import { Approvals } from '../../approvals/approvals.service.ts';
import { Database, runIn, runNamed, type Transaction } from '../../database/database.ts';
import { untilAnswered } from '../../database/until-answered.ts';
import { cancelJobs } from '../../jobs/cancel-jobs.sql.ts';
import { Waits } from '../../waits/waits.service.ts';
import { foldChunk, keptParts, nothingShown, textOfParts, type Shown } from '../core/fold-chunks.ts';
import type { ToolPart } from '../core/tool-part.ts';
import type { MessagePart } from '../threads.contract.ts';
import type { UIMessageChunk } from 'ai';
import { endAnswer } from './agent-run.sql.ts';
import { placeOfCall } from './tool-approvals.service.ts';
import type { EndedRun } from './trace-export.service.ts';

/** What of a run is given up. */
export type GivenUpCalls = { jobId: string; workspaceId: string; callIds: readonly string[]; childJobIds: readonly string[] };

type EndedRow = {
  workspace_id: string;
  path: string;
  trace_id: string;
  status: string;
  error: { code: string; message: string } | null;
  thread_id: string;
  message_status: string;
  cancel_reason: string | null;
};

/** Ends what hangs on runs: calls that nobody waits for, and answers whose run ended while nobody ran it. */
@Injectable()
export class AgentEnder {
  constructor(
    private readonly database: Database,
    private readonly approvals: Approvals,
    private readonly waits: Waits,
  ) {}

  /** Makes requests for a decision void, closes waits, cancels child jobs. May be repeated. */
  async giveUp({ jobId, workspaceId, callIds, childJobIds }: GivenUpCalls): Promise<void> {
    const reason = 'The agent does not wait for it any more';
    await untilAnswered(() =>
      this.database.transaction(async (transaction) => {
        for (const callId of callIds) await this.withdraw(transaction, jobId, placeOfCall(callId), reason);
        if (childJobIds.length > 0) await runIn(transaction, cancelJobs(workspaceId, childJobIds, 'system', reason));
        await transaction.query(
          `update agent_step set status = 'cancelled', record = json_build_object('kind', 'tool', 'seq', seq, 'callId', call_id, 'name', name, 'args', record->'args', 'argsHash', record->'argsHash',
             'rule', record->'rule', 'status', 'cancelled', 'output', null, 'error', null, 'childJobId', child_job_id, 'approvalId', approval_id, 'startedAt', record->'startedAt', 'endedAt', round(extract(epoch from now()) * 1000)),
             ended_at = now()
           where job_id = $1 and call_id = any($2::text[]) and ended_at is null`,
          [jobId, callIds],
        );
      }),
    );
  }

  /** A run was cancelled while it waited or was queued, or was lost for good: its answer ends, and what it waited for is given up. `null` where it had ended already. */
  async ended(jobId: string): Promise<EndedRun | null> {
    const [row] = await untilAnswered(() => this.database.run<EndedRow>(readEnded(jobId)));
    if (!row) return null;
    const calls = await this.database.run<{ call_id: string; child_job_id: string | null }>({
      text: `select call_id, child_job_id from agent_step where job_id = $1 and kind = 'tool' and ended_at is null`,
      values: [jobId],
    });
    const childJobIds = calls.flatMap(({ child_job_id: id }) => id ?? []);
    await this.giveUp({ jobId, workspaceId: row.workspace_id, callIds: calls.map(({ call_id: id }) => id), childJobIds });
    if (row.message_status !== 'running' && row.message_status !== 'waiting') return null;
    const { shown, nextSeq } = await this.shownOf(row.thread_id, jobId);
    const parts = closedParts(keptParts(shown.parts));
    const isStopped = row.status === 'cancelled';
    const ended = {
      jobId,
      status: isStopped ? ('stopped' as const) : ('failed' as const),
      parts,
      content: null,
      words: textOfParts(parts),
      model: null,
      isPractice: false,
      nextSeq,
    };
    await untilAnswered(() => this.database.run(endAnswer({ ...ended, error: isStopped ? null : row.error })));
    return { jobId, path: row.path, traceId: row.trace_id, threadId: row.thread_id, errorCode: isStopped ? null : (row.error?.code ?? null) };
  }

  /** What has been shown of an answer so far; with `until` only up to a piece. */
  async shownOf(threadId: string, jobId: string, until = 2 ** 31 - 1): Promise<{ shown: Shown; nextSeq: number }> {
    const rows = await untilAnswered(() =>
      this.database.run<{ seq: number; chunk: UIMessageChunk }>({
        name: 'read_agent_chunks',
        text: 'select seq, chunk from agent_chunk where thread_id = $1 and job_id = $2 and seq <= $3 order by seq',
        values: [threadId, jobId, until],
      }),
    );
    return { shown: rows.reduce((shown, { chunk }) => foldChunk(shown, chunk), nothingShown()), nextSeq: (rows.at(-1)?.seq ?? 0) + 1 };
  }

  private async withdraw(transaction: Transaction, jobId: string, placePrefix: string, reason: string): Promise<void> {
    await this.approvals.voidFor(transaction, { jobId, placePrefix, reason });
    await this.waits.close(transaction, { jobId, placePrefix, reason });
  }

  /** Ends an answer in a transaction that is open. */
  async endAnswer(transaction: Transaction, ended: Parameters<typeof endAnswer>[0]): Promise<void> {
    await runNamed(transaction, endAnswer(ended));
  }
}

/** Calls that were under way when the run ended show that they were cancelled. */
export function closedParts(parts: readonly MessagePart[]): MessagePart[] {
  const isOpen = (part: MessagePart): part is ToolPart => part.type === 'tool' && ['open', 'asked', 'running'].includes(part.status);
  return parts.map((part) => (isOpen(part) ? { ...part, status: 'cancelled', ended_at: new Date().toISOString() } : part));
}

const readEnded = (jobId: string) => ({
  name: 'read_ended_agent_run',
  text: `
select job.workspace_id, job.path, job.trace_id, job.status, job.error, job.cancel_reason, r.thread_id, m.status as message_status
from job join agent_run r on r.job_id = job.id join message m on m.id = r.message_id where job.id = $1 and job.ended_at is not null`,
  values: [jobId],
});
