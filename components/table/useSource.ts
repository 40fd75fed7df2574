import { useCallback, useEffect, useRef, useState } from 'react';
import type { ViewHost } from '../view.ts';
import { rowsOf, type Row } from './rows.ts';

/** What a table asks of a runnable that has a parameter of type `TableQuery`. */
export type TableQuery = {
  readonly page: { readonly kind: 'offset'; readonly offset: number; readonly limit: number };
  readonly sort: readonly { readonly field: string; readonly dir: 'asc' | 'desc' }[];
  readonly filter: unknown;
  readonly search: string;
  readonly fields: readonly string[];
  readonly aggregates: readonly { readonly field: string; readonly kind: string }[];
};

/** Rows that came from the server, and how it stands with the newest question. */
export type SourceState = {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly hasMore: boolean;
  /** Over all rows that match, by field; what the runnable counted. */
  readonly aggregates: ReadonlyMap<string, number>;
  readonly isLoading: boolean;
  readonly error: string | null;
};

const nothing: SourceState = { rows: [], total: null, hasMore: false, aggregates: new Map(), isLoading: true, error: null };

/** What a runnable answered: `{rows, total}`, `{rows, has_more}` or a plain list. */
export function answerOf(answer: unknown, { page }: TableQuery): Pick<SourceState, 'rows' | 'total' | 'hasMore' | 'aggregates'> {
  if (Array.isArray(answer)) return { rows: rowsOf(answer), total: null, hasMore: answer.length >= page.limit, aggregates: new Map() };
  const { rows, total, has_more: hasMore, aggregates } = (answer ?? {}) as { rows?: unknown; total?: unknown; has_more?: unknown; aggregates?: unknown };
  const known = rowsOf(rows);
  const count = typeof total === 'number' && Number.isFinite(total) ? total : null;
  const counted = Object.entries((aggregates ?? {}) as Record<string, unknown>).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { rows: known, total: count, aggregates: new Map(counted), hasMore: count === null ? hasMore === true : page.offset + known.length < count };
}

/**
 * Rows page by page from an action. Questions are numbered: an answer to an older one is thrown away. The rows of before stay until there are
 * new ones.
 */
export function useSource(host: ViewHost, source: string | undefined, query: TableQuery): SourceState & { reload: () => Promise<void> } {
  const [state, setState] = useState<SourceState>(nothing);
  const newest = useRef(0);
  const asked = JSON.stringify(query);
  const load = useCallback(async (): Promise<void> => {
    if (source === undefined) return;
    const number = ++newest.current;
    setState((before) => ({ ...before, isLoading: true, error: null }));
    const question = JSON.parse(asked) as TableQuery;
    try {
      const answer = answerOf(await host.run(source, { query: question }), question);
      if (number === newest.current) setState({ ...answer, isLoading: false, error: null });
    } catch (error) {
      if (number === newest.current)
        setState((before) => ({ ...before, isLoading: false, error: error instanceof Error ? error.message : 'The rows could not be loaded.' }));
    }
  }, [host, source, asked]);
  useEffect(() => {
    void load();
    return () => {
      newest.current += 1;
    };
  }, [load]);
  return { ...state, reload: load };
}
