import type { AgentRecord, SummaryRecord, ToolRecord, TurnRecord, Usage } from '../../../agents/ports.ts';
import type { JsonObject } from '../../common/json.ts';
import type { Statement } from '../../database/database.ts';

/** What only the product knows of a call: what it runs, and the whole arguments that a decision is about. */
export type ToolDetail = {
  kind: 'script' | 'flow' | 'agent' | 'code' | 'mcp' | 'sandbox';
  path: string | null;
  version: number | null;
  /** Of a tool of an MCP server: changes with whatever the server says of it. */
  fingerprint: string | null;
  /** All arguments, checked. */
  args: JsonObject;
  /** Those that came from the model or the context. Missing in calls that were recorded before it was said. */
  given?: readonly string[];
};

/** A row of the table, as it is loaded. */
export type StepRow = {
  seq: number;
  kind: 'turn' | 'tool' | 'summary';
  record: AgentRecord;
  detail: ToolDetail | null;
  child_job_id: string | null;
  approval_id: string | null;
  wait_id: string | null;
};

/** Keeps a worker that has lost the run from writing: to the end of the transaction nobody else can take it. Gives no row when it is not ours. */
export const holdRun = (jobId: string, workerId: string, attempt: number): Statement => ({
  name: 'hold_agent_run',
  text: `select id from job where id = $1 and worker_id = $2 and attempt = $3 and status = 'running' for share`,
  values: [jobId, workerId, attempt],
});

/** Everything recorded of a run. */
export const loadSteps = (jobId: string): Statement => ({
  name: 'load_agent_steps',
  text: 'select seq, kind, record, detail, child_job_id, approval_id, wait_id from agent_step where job_id = $1 order by seq',
  values: [jobId],
});

/** A call, to be changed. */
export const lockStep = (jobId: string, callId: string): Statement => ({
  name: 'lock_agent_step',
  text: 'select child_job_id, approval_id, wait_id from agent_step where job_id = $1 and call_id = $2 for update',
  values: [jobId, callId],
});

/** What a turn or a summary has used up, for whom. */
export type UsedUp = {
  jobId: string;
  workspaceId: string;
  agentPath: string;
  person: string;
  usage: Usage;
  isTurn: boolean;
  toolCalls: number;
  workedMs: number;
  keptSeq: number;
};

/**
 * Records a turn with its calls, or a summary, and counts what it cost in the same statement: for the run, and by day, agent and person for the
 * budgets. After a lost answer it is there already, and is not counted twice.
 */
export function recordStep(record: TurnRecord | SummaryRecord, calls: readonly ToolRecord[], used: UsedUp): Statement {
  const rows = [record, ...calls].map((step) => ({
    seq: step.seq,
    kind: step.kind,
    call_id: step.kind === 'tool' ? step.callId : null,
    name: step.kind === 'turn' ? `${step.provider}/${step.modelId}` : step.kind === 'tool' ? step.name : '',
    status: step.kind === 'tool' ? step.status : 'done',
    record: step,
    started_at: new Date(step.startedAt),
    ended_at: step.endedAt === null ? null : new Date(step.endedAt),
  }));
  const { usage } = used;
  return {
    name: 'record_agent_step',
    text: `
with step as (
  insert into agent_step (job_id, seq, kind, call_id, name, status, record, started_at, ended_at)
  select $1, seq, kind, call_id, name, status, record, started_at, ended_at
  from json_to_recordset($2::json) as row (seq integer, kind text, call_id text, name text, status text, record json, started_at timestamptz, ended_at timestamptz)
  on conflict (job_id, seq) do nothing
  returning kind
), counted as (
  update agent_run set
    input_tokens = input_tokens + $3::bigint, cached_input_tokens = cached_input_tokens + $4::bigint, output_tokens = output_tokens + $5::bigint, reasoning_tokens = reasoning_tokens + $6::bigint,
    cost_usd = cost_usd + $7::float8, turns = turns + $8::integer, tool_calls = tool_calls + $9::integer, worked_ms = worked_ms + $10::bigint, kept_seq = greatest(kept_seq, $11::integer)
  where job_id = $1 and exists (select from step)
  returning turns
)
insert into agent_usage (workspace_id, day, agent_path, person, tokens, cost_usd, turns, runs)
select $12, (now() at time zone 'utc')::date, $13, $14, $3::bigint + $5::bigint, $7::float8, $8::integer, case when counted.turns = $8::integer and $8::integer > 0 then 1 else 0 end from counted
on conflict (workspace_id, day, agent_path, person) do update set
  tokens = agent_usage.tokens + excluded.tokens, cost_usd = agent_usage.cost_usd + excluded.cost_usd, turns = agent_usage.turns + excluded.turns, runs = agent_usage.runs + excluded.runs`,
    values: [
      used.jobId,
      JSON.stringify(rows),
      usage.inputTokens,
      usage.cachedInputTokens,
      usage.outputTokens,
      usage.reasoningTokens,
      usage.costUsd,
      used.isTurn ? 1 : 0,
      used.toolCalls,
      used.workedMs,
      used.keptSeq,
      used.workspaceId,
      used.agentPath,
      used.person,
    ],
  };
}

/** What became of a call. `record` is all of it; what else is not given stays. */
export type StepChange = { record: ToolRecord; detail?: ToolDetail; childJobId?: string; approvalId?: string; waitId?: string; endedAt?: Date };

/** Writes what became of a call. A call that has ended stays as it ended. */
export function changeStep(jobId: string, { record, detail, childJobId, approvalId, waitId, endedAt }: StepChange): Statement {
  return {
    name: 'change_agent_step',
    text: `
update agent_step set
  status = $3, record = $4::json, detail = coalesce($5::json, detail),
  child_job_id = coalesce($6, child_job_id), approval_id = coalesce($7, approval_id), wait_id = coalesce($8, wait_id), ended_at = coalesce($9, ended_at)
where job_id = $1 and call_id = $2 and ended_at is null`,
    values: [
      jobId,
      record.callId,
      record.status,
      JSON.stringify(record),
      detail ? JSON.stringify(detail) : null,
      childJobId ?? null,
      approvalId ?? null,
      waitId ?? null,
      endedAt ?? null,
    ],
  };
}

/** The runs that wait for some jobs. */
export const runsOfChildren = (childIds: readonly string[]): Statement => ({
  name: 'agent_parents',
  text: 'select distinct job_id from agent_step where child_job_id = any($1::uuid[]) and ended_at is null',
  values: [childIds],
});
