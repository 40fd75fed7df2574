import type { UIMessageChunk } from 'ai';
import type { MessagePart, ThreadMessage } from '../threads.contract.ts';

const sorry = 'This did not work. Try again later; if it stays so, tell who runs this app.';

/** A part of a message as somebody without an account sees it: what was said to them, and that a tool works; never with what, nor what came of it. */
function partForGuest(part: MessagePart): MessagePart[] {
  // Of a file only its name: nobody gets it back here, not even who gave it.
  if (part.type === 'text' || part.type === 'file') return [part];
  if (part.type === 'source') return part.url !== null && /^https?:/.test(part.url) ? [{ ...part, job_id: null }] : [];
  if (part.type !== 'tool') return [];
  const { call_id, status, started_at, ended_at } = part;
  const hidden = { name: 'tool', kind: 'script', path: null, args: {}, output: null, error: null, job_id: null, approval_id: null } as const;
  return [{ type: 'tool', ...hidden, call_id, status, started_at, ended_at }];
}

/** The same of a whole message. Why an answer failed is for those who maintain the app; its run is named by a few letters. */
export function messageForGuest(message: ThreadMessage): ThreadMessage {
  const { job_id: jobId, error } = message;
  return {
    ...message,
    parts: message.parts.flatMap(partForGuest),
    error: error === null ? null : { code: 'app/guest_run_failed', message: jobId === null ? sorry : `${sorry} Name ${jobId.slice(-12)}.` },
    job_id: null,
    model: null,
    usage: null,
    siblings: [message.id],
    feedback: null,
    created_by: '',
  };
}

const shownChunks: ReadonlySet<string> = new Set(['text-start', 'text-delta', 'text-end', 'start-step', 'finish-step', 'reset-step', 'abort']);

/** The same of a piece of a stream; `null` for one of which nothing is shown. What is not known to be harmless is left out. */
export function chunkForGuest(chunk: UIMessageChunk): UIMessageChunk | null {
  if (shownChunks.has(chunk.type)) return chunk;
  if (chunk.type === 'start' || chunk.type === 'finish') return { type: chunk.type };
  if (chunk.type === 'error') return { type: 'error', errorText: sorry };
  if (chunk.type === 'source-url') return /^https?:/.test(chunk.url) ? chunk : null;
  if (chunk.type === 'data-message') return { ...chunk, data: { parts: (chunk.data as { parts: MessagePart[] }).parts.flatMap(partForGuest) } };
  if (chunk.type === 'data-tool') return { ...chunk, data: partForGuest(chunk.data as MessagePart)[0] };
  return null;
}
