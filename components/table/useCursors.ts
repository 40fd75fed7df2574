import { useRef } from 'react';
import type { TableQuery } from './useSource.ts';

/** The places in the rows of one question that are known: where a runnable names the next page, that page is asked for by it. */
export function useCursors(question: string) {
  const known = useRef<{ question: string; after: Map<number, string> }>({ question, after: new Map() });
  if (known.current.question !== question) known.current = { question, after: new Map() };
  return {
    pageAt: (page: number, limit: number): TableQuery['page'] => {
      const after = known.current.after.get(page) ?? null;
      return { kind: after === null ? 'offset' : 'cursor', offset: page * limit, after, limit };
    },
    /** What the answer to a page named. */
    note: ({ offset, limit }: TableQuery['page'], next: string | null): void => {
      if (next !== null) known.current.after.set(Math.floor(offset / limit) + 1, next);
    },
  };
}
