import { Injectable } from '@nestjs/common';
import type { AgentRecord } from '../../../agents/ports.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import type { Json } from '../../common/json.ts';
import { Database } from '../../database/database.ts';
import { visibleJobIds } from '../../jobs/read-job.sql.ts';
import { maskSecrets } from '../../jobs/job-view.ts';
import type { AgentTrace, AgentTraceStep } from '../agents.contract.ts';
import { spanAttributes } from '../core/telemetry.ts';
import { toUsage } from './agent-outcome.ts';
import type { ToolDetail } from './agent-step.sql.ts';

type TraceRow = {
  agent_path: string;
  version: number | null;
  thread_id: string | null;
  input_tokens: string;
};
type StepRow = {
  seq: number;
  kind: AgentTraceStep['kind'];
  name: string;
  status: string;
  record: AgentRecord;
  detail: ToolDetail | null;
  child_job_id: string | null;
  approval_id: string | null;
  started_at: Date;
  ended_at: Date | null;
};

/** Outputs up to this size stand in a trace. In characters. */
const shownCharacters = 64_000;

/** What a run did, step by step, for who may see the job. */
@Injectable()
export class AgentTraces {
  constructor(private readonly database: Database) {}

  async of(auth: Auth, jobId: string): Promise<AgentTrace> {
    const [visible] = await this.database.run<{ id: string }>(visibleJobIds(auth, [jobId]));
    const [run] = visible ? await this.database.run<TraceRow>(readRun(jobId)) : [];
    if (!run) throw new AppError('job/not_found', 'There is no such run of an agent, or you may not see it.', { job_id: jobId });
    const steps = await this.database.run<StepRow>({
      text: 'select seq, kind, name, status, record, detail, child_job_id, approval_id, started_at, ended_at from agent_step where job_id = $1 order by seq',
      values: [jobId],
    });
    return { job_id: jobId, agent: run.agent_path, version: run.version, thread_id: run.thread_id, usage: toUsage(run), steps: steps.map(toStep) };
  }
}

function toStep(row: StepRow): AgentTraceStep {
  const { record, detail } = row;
  return {
    seq: row.seq,
    kind: row.kind,
    name: row.name,
    status: row.status,
    input: record.kind === 'tool' ? (maskSecrets(detail?.args ?? record.args) as Json) : null,
    output: shown(outputOf(record)),
    error: record.kind === 'tool' ? record.error : null,
    usage: record.kind === 'tool' ? null : usageOf(record),
    first_token_ms: record.kind === 'turn' ? record.firstTokenMs : null,
    attempts: record.kind === 'turn' ? record.attempts : 1,
    attributes: spanAttributes(record),
    child_job_id: row.child_job_id,
    approval_id: row.approval_id,
    started_at: row.started_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}

function outputOf(record: AgentRecord): Json | null {
  if (record.kind === 'tool') return record.output;
  return record.kind === 'turn' ? (record.messages as unknown as Json) : record.text;
}

const shown = (output: Json | null): Json | null => (output !== null && JSON.stringify(output).length > shownCharacters ? { is_too_large: true } : output);

function usageOf({ usage }: Extract<AgentRecord, { kind: 'turn' | 'summary' }>): AgentTraceStep['usage'] {
  return {
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    cost_usd: usage.costUsd,
    turns: 1,
    tool_calls: 0,
  };
}

const readRun = (jobId: string) => ({
  text: `
select r.agent_path, v.version, t.id as thread_id, r.input_tokens, r.cached_input_tokens, r.output_tokens, r.reasoning_tokens, r.cost_usd, r.turns, r.tool_calls
from agent_run r left join agent_version v on v.id = r.version_id left join thread t on t.id = r.thread_id where r.job_id = $1`,
  values: [jobId],
});
