import type { AgentEnding } from '../../../agents/ports.ts';
import type { Json, JsonObject } from '../../common/json.ts';
import type { Database } from '../../database/database.ts';
import type { StartedJob } from '../../jobs/start-jobs.sql.ts';
import { textOfParts } from '../core/fold-chunks.ts';
import type { AgentUsage } from '../threads.contract.ts';
import { closedParts } from './agent-ender.service.ts';
import type { EndedAnswer, RunRow } from './agent-run.sql.ts';
import type { StretchEnding } from './agent-stretch.ts';

type Ended = Exclude<AgentEnding, { kind: 'suspended' }>;
type UsageRow = Record<keyof AgentUsage, string | number>;

/** What a run has used up, of all its stretches. */
export async function usageOf(database: Database, jobId: string): Promise<AgentUsage> {
  const [row] = await database.run<UsageRow>({
    name: 'agent_run_usage',
    text: 'select input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, cost_usd, turns, tool_calls from agent_run where job_id = $1',
    values: [jobId],
  });
  return toUsage(row);
}

/** Numbers of the database as numbers. */
export function toUsage(row: Partial<UsageRow> | undefined): AgentUsage {
  const number = (name: keyof AgentUsage): number => Number(row?.[name] ?? 0);
  return {
    input_tokens: number('input_tokens'),
    cached_input_tokens: number('cached_input_tokens'),
    output_tokens: number('output_tokens'),
    reasoning_tokens: number('reasoning_tokens'),
    cost_usd: number('cost_usd'),
    turns: number('turns'),
    tool_calls: number('tool_calls'),
  };
}

/** The result of the job: what the agent answered, with what it took. */
export function resultOf(ending: Extract<Ended, { kind: 'succeeded' }>, usage: AgentUsage, row: RunRow | null): JsonObject {
  return { output: ending.output, messages: ending.messages as unknown as Json, usage, thread_id: row?.thread_id ?? null };
}

/** The error of the job, as JSON text. */
export function errorOf(ending: Ended): string | null {
  return ending.kind === 'failed' ? JSON.stringify({ code: ending.error.code, name: 'AgentError', message: ending.error.message.slice(0, 8000) }) : null;
}

/** The answer as it is kept. */
export function answerOf(job: StartedJob, { ending, stream, model, isPractice }: StretchEnding): EndedAnswer {
  const parts = closedParts(stream?.parts ?? []);
  const isDone = ending.kind === 'succeeded';
  return {
    jobId: job.id,
    status: isDone ? 'done' : ending.kind === 'failed' ? 'failed' : 'stopped',
    parts,
    content: isDone ? ending.messages : null,
    words: textOfParts(parts),
    error: ending.kind === 'failed' ? ending.error : null,
    model,
    isPractice,
    nextSeq: (stream?.lastSeq ?? 0) + 1,
  };
}
