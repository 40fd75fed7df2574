import type { UIMessageChunk } from 'ai';
import type { MessagePart } from '../../../../backend/agents/threads.contract.ts';

/** A call of a tool as a part of a message. */
export type ToolPart = Extract<MessagePart, { type: 'tool' }>;

/** A chunk of the stream: those of the AI SDK, and as data a tool with its live state, or the whole message anew. */
export type AnswerChunk = UIMessageChunk<unknown, { tool: ToolPart; message: { parts: MessagePart[] } }>;

/**
 * An answer while it is written. `open` says which part a stream of text goes on in, by the id that the chunks carry; `stepStart` is where the parts
 * of the current turn begin, which a turn that is asked again takes back.
 */
export type LiveAnswer = {
  readonly parts: readonly MessagePart[];
  /** The last chunk that is in the parts. */
  readonly seq: number;
  readonly open: Readonly<Record<string, number>>;
  readonly stepStart: number;
  readonly problem: string | null;
  readonly isOver: boolean;
};

/** What the server said the message holds already; the stream goes on after `seq`. */
export const beginAnswer = (parts: readonly MessagePart[], seq: number): LiveAnswer => ({
  parts,
  seq,
  open: {},
  stepStart: parts.length,
  problem: null,
  isOver: false,
});

/** Takes in one chunk. One that is in the parts already (a stream that was taken up again may repeat the last ones) changes nothing. */
export function applyChunk(live: LiveAnswer, seq: number, chunk: AnswerChunk): LiveAnswer {
  if (seq <= live.seq) return live;
  return { ...live, ...changeBy(live, chunk), seq };
}

function changeBy(live: LiveAnswer, chunk: AnswerChunk): Partial<LiveAnswer> {
  switch (chunk.type) {
    case 'text-start':
      return begin(live, `text ${chunk.id}`, { type: 'text', text: '' });
    case 'text-delta':
      return grow(live, `text ${chunk.id}`, 'text', chunk.delta);
    case 'reasoning-start':
      return begin(live, `reasoning ${chunk.id}`, { type: 'reasoning', text: '' });
    case 'reasoning-delta':
      return grow(live, `reasoning ${chunk.id}`, 'reasoning', chunk.delta);
    case 'data-tool':
      return putTool(live, chunk.data);
    case 'data-message':
      // Guards may have made something else of what was written.
      return { parts: chunk.data.parts, stepStart: chunk.data.parts.length, open: {} };
    case 'source-url':
      return add(live, { type: 'source', title: chunk.title ?? chunk.url, url: chunk.url, job_id: null });
    case 'source-document':
      return add(live, { type: 'source', title: chunk.title, url: null, job_id: null });
    case 'start-step':
      return { stepStart: live.parts.length, open: {} };
    case 'reset-step':
      return { parts: live.parts.slice(0, live.stepStart), open: {} };
    case 'error':
      return { problem: chunk.errorText };
    case 'finish':
    case 'abort':
      return { isOver: true };
    default:
      // Chunks of a newer server, and those that only mark a boundary, change nothing that is shown.
      return {};
  }
}

const add = (live: LiveAnswer, part: MessagePart): Partial<LiveAnswer> => ({ parts: [...live.parts, part] });

const begin = (live: LiveAnswer, key: string, part: MessagePart): Partial<LiveAnswer> => ({
  ...add(live, part),
  open: { ...live.open, [key]: live.parts.length },
});

/** Adds text to the part that is open. A stream that is taken up in the middle of one goes on in the last part, if that is of the same kind. */
function grow(live: LiveAnswer, key: string, type: 'text' | 'reasoning', delta: string): Partial<LiveAnswer> {
  const last = live.parts.length - 1;
  const index = live.open[key] ?? (live.parts[last]?.type === type ? last : undefined);
  if (index === undefined) return begin(live, key, { type, text: delta });
  const parts = live.parts.map((part, other) => (other === index && part.type === type ? { ...part, text: part.text + delta } : part));
  return { parts, open: { ...live.open, [key]: index } };
}

/** A tool stands where it was first called; what is known of it later replaces what was. */
function putTool(live: LiveAnswer, tool: ToolPart): Partial<LiveAnswer> {
  const index = live.parts.findIndex((part) => part.type === 'tool' && part.call_id === tool.call_id);
  if (index < 0) return add(live, tool);
  return { parts: live.parts.map((part, other) => (other === index ? tool : part)) };
}
