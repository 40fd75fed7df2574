import type { UIMessageChunk } from 'ai';
import type { MessagePart } from '../threads.contract.ts';

/** What has been shown of an answer: its parts, and where the parts of the turn begin that is being written. */
export type Shown = { parts: MessagePart[]; stepStart: number; open: Record<string, number> };

/** Nothing yet. */
export const nothingShown = (): Shown => ({ parts: [], stepStart: 0, open: {} });

/** What is shown when everything before it is recorded. */
export const shownAs = (parts: readonly MessagePart[]): Shown => ({ parts: [...parts], stepStart: parts.length, open: {} });

/**
 * Adds a piece of the stream to what is shown. The same function makes the message that a thread is read with and the message that is kept in
 * the end, so who reads in the middle and goes on with the stream sees what everybody sees. Pieces that show nothing change nothing.
 */
export function foldChunk(shown: Shown, chunk: UIMessageChunk): Shown {
  switch (chunk.type) {
    case 'start-step':
      return { ...shown, stepStart: shown.parts.length, open: {} };
    case 'reset-step':
      return { ...shown, parts: shown.parts.slice(0, shown.stepStart), open: {} };
    case 'text-start':
    case 'reasoning-start':
      return begin(shown, `${chunk.type.slice(0, 1)}${chunk.id}`, chunk.type === 'text-start' ? 'text' : 'reasoning');
    case 'text-delta':
    case 'reasoning-delta':
      return grow(shown, `${chunk.type.slice(0, 1)}${chunk.id}`, chunk.delta);
    case 'source-url':
      return { ...shown, parts: [...shown.parts, { type: 'source', title: chunk.title ?? chunk.url, url: chunk.url, job_id: null }] };
    default:
      return foldData(shown, chunk);
  }
}

function foldData(shown: Shown, chunk: UIMessageChunk): Shown {
  if (chunk.type === 'data-message') return shownAs((chunk.data as { parts: MessagePart[] }).parts);
  if (chunk.type !== 'data-tool') return shown;
  const part = chunk.data as Extract<MessagePart, { type: 'tool' }>;
  const at = shown.parts.findIndex((known) => known.type === 'tool' && known.call_id === part.call_id);
  return { ...shown, parts: at < 0 ? [...shown.parts, part] : shown.parts.with(at, part) };
}

function begin(shown: Shown, key: string, type: 'text' | 'reasoning'): Shown {
  return { ...shown, parts: [...shown.parts, { type, text: '' }], open: { ...shown.open, [key]: shown.parts.length } };
}

function grow(shown: Shown, key: string, delta: string): Shown {
  const at = shown.open[key];
  const part = at === undefined ? undefined : shown.parts[at];
  if (at === undefined || (part?.type !== 'text' && part?.type !== 'reasoning')) return shown;
  return { ...shown, parts: shown.parts.with(at, { ...part, text: part.text + delta }) };
}

/** The parts as they are kept: without blocks in which nothing came. */
export const keptParts = (parts: readonly MessagePart[]): MessagePart[] =>
  parts.filter((part) => (part.type !== 'text' && part.type !== 'reasoning') || part.text !== '');

/** The text of a message, for titles, the search and models. */
export const textOfParts = (parts: readonly MessagePart[]): string =>
  parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n')
    .trim();
