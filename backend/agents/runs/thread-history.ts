import type { ModelMessage, UserContent } from 'ai';
import type { AgentRun, SummaryRecord } from '../../../agents/ports.ts';
import type { Database, Statement } from '../../database/database.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import { textOfParts } from '../core/fold-chunks.ts';
import type { MessagePart } from '../threads.contract.ts';

type HistoryRow = { id: string; role: 'user' | 'assistant'; parts: MessagePart[]; content: ModelMessage[] | null; status: string };

/** The messages of the branch that ends with one, oldest first. */
const branch = (messageId: string): Statement => ({
  name: 'thread_branch',
  text: `
with recursive branch as (
  select id, parent_id, role, parts, content, status, 1 as depth from message where id = $1
  union all select m.id, m.parent_id, m.role, m.parts, m.content, m.status, branch.depth + 1 from branch join message m on m.id = branch.parent_id where branch.depth < 5000
)
select id, role, parts, content, status from branch order by depth desc`,
  values: [messageId],
});

/** The last summary that a run has recorded on the way to a message. Runs of other branches do not count: they were about other words. */
const summaryBefore = (messageId: string): Statement => ({
  name: 'thread_summary',
  text: `
with recursive branch as (
  select id, parent_id, job_id, 1 as depth from message where id = $1
  union all select m.id, m.parent_id, m.job_id, branch.depth + 1 from branch join message m on m.id = branch.parent_id where branch.depth < 5000
)
select s.record from branch join agent_step s on s.job_id = branch.job_id and s.kind = 'summary' where branch.depth > 1 order by branch.depth, s.seq desc limit 1`,
  values: [messageId],
});

/** Reads the summary that the next run of a branch goes on from; `null` when there is none. */
export async function readSummary(database: Database, questionId: string): Promise<AgentRun['summary'] | null> {
  const [row] = await database.run<{ record: SummaryRecord }>(summaryBefore(questionId));
  return row ? { text: row.record.text, messages: row.record.messages ?? 0 } : null;
}

/** Reads a branch as models are shown it: the question at its end, what was said before. History is the server's; no client says what it was. */
export async function readHistory(database: Database, objects: ObjectStore, questionId: string): Promise<ModelMessage[]> {
  const rows = await database.run<HistoryRow>(branch(questionId));
  const messages = await Promise.all(rows.map(async (row) => (row.role === 'user' ? question(row, objects) : answer(row))));
  return messages.flat();
}

/** What an answer left behind where it did not come to its end is what people saw of it. */
function answer({ content, parts }: HistoryRow): ModelMessage[] {
  if (content) return content;
  const text = textOfParts(parts);
  return text === '' ? [] : [{ role: 'assistant', content: text }];
}

async function question({ parts }: HistoryRow, objects: ObjectStore): Promise<ModelMessage[]> {
  const files = parts.flatMap((part) => (part.type === 'file' ? [part.attachment] : []));
  const text = textOfParts(parts);
  if (files.length === 0) return [{ role: 'user', content: text }];
  const content: Exclude<UserContent, string> = text === '' ? [] : [{ type: 'text', text }];
  for (const { id, name, media_type: mediaType } of files) {
    const bytes = await bytesOf(objects, fileKey(id));
    if (isText(mediaType)) content.push({ type: 'text', text: `The file "${name}":\n${bytes.toString('utf8')}` });
    else content.push({ type: 'file', data: new Uint8Array(bytes), mediaType, filename: name });
  }
  return [{ role: 'user', content }];
}

/** Where a file of a thread lies. */
export const fileKey = (id: string): string => `threads/${id}`;

/** Whether a model is told a file as text. */
export const isText = (mediaType: string): boolean => mediaType.startsWith('text/') || mediaType === 'application/json';

async function bytesOf(objects: ObjectStore, key: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of objects.stream(key)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
