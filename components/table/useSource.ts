import { useCallback, useEffect, useRef, useState } from 'react';
import type { ViewHost } from '../view.ts';
import { rowsOf, type Row } from './rows.ts';
import { plainText } from './values.ts';

/** What a table asks of a runnable that has a parameter of type `TableQuery`. */
export type TableQuery = {
  readonly page: { readonly kind: 'offset' | 'cursor'; readonly offset: number; readonly after: string | null; readonly limit: number };
  readonly sort: readonly { readonly field: string; readonly dir: 'asc' | 'desc' }[];
  readonly filter: unknown;
  readonly search: string;
  readonly fields: readonly string[];
  /** Tells rows apart: what allows a cursor. */
  readonly key: string;
  readonly group_by: string | null;
  readonly aggregates: readonly { readonly field: string; readonly kind: string }[];
};

/** How many rows of a group match, whichever page they are on, and what is counted over them. */
export type CountedGroup = { readonly count: number; readonly totals: ReadonlyMap<string, number> };

/** Rows that came from the server, and how it stands with the newest question. */
export type SourceState = {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly hasMore: boolean;
  /** Over all rows that match, by field; what the runnable counted. */
  readonly aggregates: ReadonlyMap<string, number>;
  /** By the value of the group as text; of what the runnable did not count there is none. */
  readonly groups: ReadonlyMap<string, CountedGroup>;
  /** By what the page behind is asked for without passing over the rows before it; `null` where it is asked for by its number. */
  readonly next: string | null;
  readonly isLoading: boolean;
  readonly error: string | null;
};

const empty = { rows: [], total: null, hasMore: false, aggregates: new Map(), groups: new Map(), next: null };
const nothing: SourceState = { ...empty, isLoading: true, error: null };

type Answer = Omit<SourceState, 'isLoading' | 'error'>;
type Said = { rows?: unknown; total?: unknown; has_more?: unknown; aggregates?: unknown; groups?: unknown; next?: unknown };

/** What a runnable answered: `{rows, total}`, `{rows, has_more}` or a plain list. */
export function answerOf(answer: unknown, { page }: Pick<TableQuery, 'page'>): Answer {
  if (Array.isArray(answer)) return { ...empty, rows: rowsOf(answer), hasMore: answer.length >= page.limit };
  const said = (answer ?? {}) as Said;
  const rows = rowsOf(said.rows);
  const total = numberOf(said.total);
  const next = typeof said.next === 'string' ? said.next : null;
  const hasMore = said.next !== undefined ? next !== null : total === null ? said.has_more === true : page.offset + rows.length < total;
  return { rows, total, hasMore, next, aggregates: totalsOf(said.aggregates), groups: groupsOf(said.groups) };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

const totalsOf = (counted: unknown): ReadonlyMap<string, number> =>
  new Map(Object.entries((counted ?? {}) as Record<string, unknown>).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));

const groupsOf = (groups: unknown): ReadonlyMap<string, CountedGroup> =>
  new Map(
    rowsOf(groups).flatMap(({ value, count, aggregates }): [string, CountedGroup][] => {
      const rows = numberOf(count);
      return rows === null ? [] : [[plainText(value), { count: rows, totals: totalsOf(aggregates) }]];
    }),
  );

/**
 * Rows page by page from an action. Questions are numbered: an answer to an older one is thrown away. The rows of before stay until there are
 * new ones.
 */
export function useSource(
  host: ViewHost,
  source: string | undefined,
  query: TableQuery,
  note: (page: TableQuery['page'], next: string | null) => void,
): SourceState & { reload: () => Promise<void> } {
  const [state, setState] = useState<SourceState>(nothing);
  const newest = useRef(0);
  const noted = useRef(note);
  noted.current = note;
  const asked = JSON.stringify(query);
  const load = useCallback(async (): Promise<void> => {
    if (source === undefined) return;
    const number = ++newest.current;
    setState((before) => ({ ...before, isLoading: true, error: null }));
    const question = JSON.parse(asked) as TableQuery;
    try {
      const answer = answerOf(await host.run(source, { query: question }), question);
      // Behind a cursor nothing is counted again: what the first page told stays.
      const told = (before: SourceState): object =>
        question.page.kind === 'cursor' && answer.total === null ? { total: before.total, aggregates: before.aggregates } : {};
      if (number !== newest.current) return;
      noted.current(question.page, answer.next);
      setState((before) => ({ ...answer, ...told(before), isLoading: false, error: null }));
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
