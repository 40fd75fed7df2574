import type { Statement } from '../../database/database.ts';
import type { AgentUsage, MessagePart, ThreadMessage } from '../threads.contract.ts';

/** A message of the branch that is shown. */
export type MessageRow = {
  id: string;
  parent_id: string | null;
  role: 'user' | 'assistant';
  parts: MessagePart[];
  status: ThreadMessage['status'];
  error: ThreadMessage['error'];
  job_id: string | null;
  model: string | null;
  is_practice: boolean;
  usage: AgentUsage | null;
  feedback: ThreadMessage['feedback'];
  siblings: string[];
  created_by: string;
  created_at: Date;
};

/** The branch that ends with a message, oldest first, each with what else stands at its place. */
export const readBranch = (threadId: string, headId: string): Statement => ({
  name: 'read_thread_branch',
  text: `
with recursive branch as (
  select m.*, 1 as depth from message m where m.id = $2 and m.thread_id = $1
  union all select m.*, branch.depth + 1 from branch join message m on m.id = branch.parent_id where branch.depth < 5000
)
select b.id, b.parent_id, b.role, b.parts, b.status, b.error, b.job_id, b.model, b.is_practice, b.usage, b.feedback, b.created_by, b.created_at,
  (select json_agg(s.id order by s.created_at, s.id) from message s where s.thread_id = $1 and s.parent_id is not distinct from b.parent_id and s.role = b.role) as siblings
from branch b order by b.depth desc`,
  values: [threadId, headId],
});

/** The end of the branch that a message begins: its newest answer, and so on. */
export const newestBelow = (threadId: string, messageId: string): Statement => ({
  name: 'newest_below',
  text: `
with recursive branch as (
  select id, 1 as depth from message where id = $2 and thread_id = $1
  union all
  select next.id, branch.depth + 1 from branch, lateral (select m.id from message m where m.thread_id = $1 and m.parent_id = branch.id order by m.created_at desc, m.id desc limit 1) as next
  where branch.depth < 5000
)
select id from branch order by depth desc limit 1`,
  values: [threadId, messageId],
});

/** What all runs of a thread have used up. */
export const threadUsage = (threadId: string): Statement => ({
  name: 'thread_usage',
  text: `
select coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(cached_input_tokens), 0) as cached_input_tokens, coalesce(sum(output_tokens), 0) as output_tokens,
  coalesce(sum(reasoning_tokens), 0) as reasoning_tokens, coalesce(sum(cost_usd), 0) as cost_usd, coalesce(sum(turns), 0) as turns, coalesce(sum(tool_calls), 0) as tool_calls
from agent_run where thread_id = $1`,
  values: [threadId],
});
