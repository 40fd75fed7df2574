import type { UIMessageChunk } from 'ai';
import type { Auth } from '../../access/core/auth.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import { foldChunk, keptParts, nothingShown } from '../core/fold-chunks.ts';
import { toUsage } from '../runs/agent-outcome.ts';
import type { MessagePart, Thread, ThreadMessage, ThreadRow } from '../threads.contract.ts';
import type { ThreadRecord } from './thread-access.ts';
import { readBranch, threadUsage, type MessageRow } from './thread-view.sql.ts';

/** A row of the list. */
export function toThreadRow(auth: Auth, thread: ThreadRecord): ThreadRow {
  return {
    id: thread.id,
    title: thread.title,
    agent: thread.agent_path,
    source: thread.source,
    created_by: thread.created_by,
    created_at: thread.created_at.toISOString(),
    updated_at: thread.updated_at.toISOString(),
    status: thread.status,
    is_shared: thread.shared_with.length > 0,
    is_mine: thread.user_id === auth.userId,
  };
}

/** Whether its owner may go on in it: threads of runs from elsewhere tell what happened. */
export const isWritable = ({ source }: Pick<ThreadRecord, 'source'>): boolean => source === 'chat' || source === 'slack' || source === 'app';

/** Reads a thread as of one moment: an answer that is being written is what its stream has shown up to `stream_seq`. */
export async function readThread(transaction: Transaction, auth: Auth, thread: ThreadRecord): Promise<Thread> {
  const { messages, streamSeq } = await readMessages(transaction, thread);
  const [usage] = await runNamed(transaction, threadUsage(thread.id));
  const isOwner = thread.user_id === auth.userId;
  return {
    ...toThreadRow(auth, thread),
    head_id: thread.head_id,
    messages,
    usage: toUsage(usage),
    may_write: isOwner && isWritable(thread),
    may_share: isOwner,
    shared_with: thread.shared_with,
    stream_seq: streamSeq,
  };
}

/** The messages of the branch that is shown, and the number of the last piece of the stream that is in them. */
export async function readMessages(transaction: Transaction, thread: ThreadRecord): Promise<{ messages: ThreadMessage[]; streamSeq: number }> {
  const rows = thread.head_id === null ? [] : await runNamed<MessageRow>(transaction, readBranch(thread.id, thread.head_id));
  const chunks = await runNamed<{ seq: number; job_id: string; chunk: UIMessageChunk }>(transaction, {
    name: 'read_thread_chunks',
    text: `select c.seq, c.job_id, c.chunk from agent_chunk c where c.thread_id = $1 and c.job_id in (select job_id from message where thread_id = $1 and status in ('running', 'waiting')) order by c.seq`,
    values: [thread.id],
  });
  return { messages: rows.map((row) => toMessage(row, chunks)), streamSeq: Math.max(thread.next_seq - 1, chunks.at(-1)?.seq ?? 0) };
}

function toMessage(row: MessageRow, chunks: readonly { job_id: string; chunk: UIMessageChunk }[]): ThreadMessage {
  const isLive = row.status === 'running' || row.status === 'waiting';
  const shown = (): MessagePart[] =>
    keptParts(chunks.filter((each) => each.job_id === row.job_id).reduce((all, { chunk }) => foldChunk(all, chunk), nothingShown()).parts);
  return {
    id: row.id,
    parent_id: row.parent_id,
    role: row.role,
    parts: isLive && row.role === 'assistant' ? shown() : row.parts,
    status: row.status,
    error: row.error,
    job_id: row.job_id,
    model: row.model,
    is_practice: row.is_practice,
    usage: row.usage === null ? null : toUsage(row.usage),
    siblings: row.siblings,
    feedback: row.feedback,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
  };
}
