import type { MessagePart } from '../../../../backend/agents/threads.contract.ts';

/** A document that a tool gave: an answer has what it says from there. */
export type Retrieved = { title: string; url: string | null };

type Source = Extract<MessagePart, { type: 'source' }>;

/** More than this nobody looks through below an answer. */
const mostSources = 10;

/**
 * The documents in the result of a tool: objects with a `title`, and with what makes a document of them, an address or its words. They stand alone,
 * in a list, or in a list called `results` or `documents`.
 */
export function retrievedIn(output: unknown): Retrieved[] {
  const listed = isObject(output) ? [output['results'], output['documents']].find(Array.isArray) : output;
  const candidates: unknown[] = Array.isArray(listed) ? listed : [output];
  return candidates.flatMap((one) => (isObject(one) ? documentOf(one) : [])).slice(0, mostSources);
}

/** What an answer is from: what its model named, and the documents that its tools gave, each once. */
export function sourcesOf(parts: readonly MessagePart[]): Source[] {
  const named = parts.filter((part) => part.type === 'source');
  const given = parts.flatMap((part): Source[] =>
    part.type === 'tool' && part.status === 'succeeded' && part.kind !== 'agent'
      ? retrievedIn(part.output).map((document) => ({ type: 'source', ...document, job_id: part.job_id }))
      : [],
  );
  const sources = new Map([...named, ...given].map((source): [string, Source] => [`${source.title} ${source.url ?? ''}`, source]));
  return [...sources.values()].slice(0, mostSources);
}

function documentOf({ title, url, text, content, snippet, sections }: Record<string, unknown>): Retrieved[] {
  if (typeof title !== 'string' || title.trim() === '' || title.length > 300) return [];
  const address = typeof url === 'string' && /^https?:\/\//.test(url) ? url : null;
  const hasWords = [text, content, snippet].some((words) => typeof words === 'string') || Array.isArray(sections);
  return address === null && !hasWords ? [] : [{ title, url: address }];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
