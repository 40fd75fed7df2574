import type { JsonObject } from '../../common/json.ts';
import type { Statement } from '../../database/database.ts';
import type { ModelChoice } from '../agent.contract.ts';
import type { RunnableValue } from '../described-agent.ts';
import type { MessagePart, ThreadSource } from '../threads.contract.ts';

/** A run that is about to be written, with the thread where it makes one, and the messages. */
export type NewAgentRun = {
  jobId: string;
  workspaceId: string;
  agentPath: string;
  versionId: string | null;
  /** Of an agent that is not deployed. */
  value: RunnableValue | null;
  schema: JsonObject | null;
  model: Pick<ModelChoice, 'resource' | 'id'> | null;
  threadId: string;
  /** What is made together with the run; `null` for one that goes on in a thread. */
  thread: { title: string; source: ThreadSource; createdBy: string } | null;
  /** `null` where the answer is to a message that is there. */
  question: { id: string; parentId: string | null; parts: MessagePart[]; words: string; input: JsonObject; createdBy: string } | null;
  answer: { id: string; parentId: string; createdBy: string };
};

/** Writes the run of a job with its messages, in the transaction of the job. */
export function insertRun({ jobId, workspaceId, agentPath, versionId, value, schema, model, threadId, thread, question, answer }: NewAgentRun): Statement[] {
  return [
    ...(thread
      ? [
          {
            name: 'insert_thread',
            text: `insert into thread (id, workspace_id, user_id, title, agent_path, source, created_by) select $1, $2, (select user_id from membership where workspace_id = $2 and $6 like 'u/%' and username = substr($6, 3)), $3, $4, $5, $6`,
            values: [threadId, workspaceId, thread.title, agentPath, thread.source, thread.createdBy],
          },
        ]
      : []),
    ...(question
      ? [
          {
            name: 'insert_question',
            text: `insert into message (id, thread_id, workspace_id, parent_id, role, parts, words, input, status, created_by) values ($1, $2, $3, $4, 'user', $5::json, $6, $7::json, 'done', $8)`,
            values: [
              question.id,
              threadId,
              workspaceId,
              question.parentId,
              JSON.stringify(question.parts),
              storable(question.words),
              JSON.stringify(question.input),
              question.createdBy,
            ],
          },
        ]
      : []),
    {
      name: 'insert_answer',
      text: `insert into message (id, thread_id, workspace_id, parent_id, role, status, job_id, created_by) values ($1, $2, $3, $4, 'assistant', 'running', $5, $6)`,
      values: [answer.id, threadId, workspaceId, answer.parentId, jobId, answer.createdBy],
    },
    {
      name: 'insert_agent_run',
      text: 'insert into agent_run (job_id, workspace_id, thread_id, message_id, agent_path, version_id, value, schema, model) values ($1, $2, $3, $4, $5, $6, $7::json, $8::json, $9::json)',
      values: [jobId, workspaceId, threadId, answer.id, agentPath, versionId, textOf(value), textOf(schema), textOf(model)],
    },
    {
      name: 'begin_answer',
      text: `update thread set head_id = $2, status = 'running', updated_at = now(), next_seq = greatest(next_seq, coalesce((select max(seq) + 1 from agent_chunk where thread_id = $1), 1)) where id = $1`,
      values: [threadId, answer.id],
    },
    { name: 'notify_thread', text: `select pg_notify('millrace_thread', $1)`, values: [threadId] },
  ];
}

/** Row of {@link loadRun}. */
export type RunRow = {
  thread_id: string;
  message_id: string;
  question_id: string | null;
  version_id: string | null;
  value: JsonObject | null;
  schema: JsonObject | null;
  model: ModelChoice | null;
  kept_seq: number;
  next_seq: number;
  source: ThreadSource;
  title: string;
  is_title_final: boolean;
};

/** What a stretch of a run begins from. */
export const loadRun = (jobId: string): Statement => ({
  name: 'load_agent_run',
  text: `
select r.thread_id, r.message_id, m.parent_id as question_id, r.version_id, r.value, r.schema, r.model, r.kept_seq, t.source, t.title, t.is_title_final,
  greatest(t.next_seq, coalesce((select max(seq) + 1 from agent_chunk where thread_id = r.thread_id), 1)) as next_seq
from agent_run r join thread t on t.id = r.thread_id join message m on m.id = r.message_id where r.job_id = $1`,
  values: [jobId],
});

/** How an answer ended. */
export type EndedAnswer = {
  jobId: string;
  status: 'done' | 'failed' | 'stopped';
  parts: MessagePart[];
  content: unknown;
  words: string;
  error: { code: string; message: string } | null;
  model: string | null;
  isPractice: boolean;
  nextSeq: number;
};

/** Ends the answer of a run, once: the message, and the state of its thread. What it used up stands in the run. */
export const endAnswer = (ended: EndedAnswer): Statement => ({
  name: 'end_answer',
  text: `
with answer as (
  update message set status = $2, parts = $3::json, content = $4::json, words = $5, error = $6::jsonb, model = coalesce($7, message.model), is_practice = $8,
    usage = json_build_object('input_tokens', r.input_tokens, 'cached_input_tokens', r.cached_input_tokens, 'output_tokens', r.output_tokens, 'reasoning_tokens', r.reasoning_tokens,
      'cost_usd', r.cost_usd, 'turns', r.turns, 'tool_calls', r.tool_calls)
  from agent_run r
  where r.job_id = $1 and message.id = r.message_id and message.status in ('running', 'waiting')
  returning message.thread_id
), gone_on as (
  update thread set status = case when $2 = 'failed' then 'failed' else 'idle' end, updated_at = now(), next_seq = greatest(next_seq, $9::integer)
  from answer where thread.id = answer.thread_id and thread.status in ('running', 'waiting')
)
select thread_id, pg_notify('millrace_thread', thread_id::text) from answer`,
  values: [
    ended.jobId,
    ended.status,
    JSON.stringify(ended.parts),
    ended.content === null ? null : JSON.stringify(ended.content),
    storable(ended.words),
    ended.error === null ? null : storable(JSON.stringify(ended.error).replaceAll('\\u0000', '')),
    ended.model,
    ended.isPractice,
    ended.nextSeq,
  ],
});

/** Shows whether a run works or waits. */
export const markAnswer = (jobId: string, status: 'running' | 'waiting'): Statement => ({
  name: 'mark_answer',
  text: `
with answer as (
  update message set status = $2 from agent_run r where r.job_id = $1 and message.id = r.message_id and message.status in ('running', 'waiting') and message.status <> $2 returning message.thread_id
), thread_ as (
  update thread set status = $2 from answer where thread.id = answer.thread_id and thread.status in ('running', 'waiting')
)
select pg_notify('millrace_thread', thread_id::text) from answer`,
  values: [jobId, status],
});

const textOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Text as Postgres takes it. */
const storable = (text: string): string => text.replaceAll('\0', '');
