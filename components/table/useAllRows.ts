import { useEffect, useRef, useState } from 'react';
import type { RowsExport } from '../view.ts';
import { treeOf } from './filter.ts';
import type { Table } from './useTable.ts';

/** Between two questions how far a file is, when the one before was answered at once. */
const pauseMs = 400;

/** A file of all rows that match, made by the server. It is followed while the table is drawn, and found again after the page was loaded anew. */
export function useAllRows({ view, shown, sort, conditions }: Table) {
  const { host, id, props, state } = view;
  const [made, setMade] = useState<RowsExport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isGone = useRef(false);
  const place = `export ${id}`;
  const { exports } = host;
  const forget = (): void => {
    host.remember(place, null);
    setMade(null);
    setProblem(null);
  };
  const follow = async (first: string): Promise<void> => {
    if (!exports) return;
    for (;;) {
      const next = await exports.follow(first);
      if (isGone.current) return;
      setMade(next);
      if (next.status !== 'running') return;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const fail = (error: unknown): void => {
    if (!isGone.current) setProblem(error instanceof Error ? error.message : 'The file could not be made.');
  };
  const goOn = useRef<() => void>(() => undefined);
  goOn.current = () => {
    const before = exports ? host.recall(place) : null;
    // One that is gone by now is not worth a word.
    if (before !== null) void follow(before).catch(forget);
  };
  useEffect(() => {
    isGone.current = false;
    goOn.current();
    return () => {
      isGone.current = true;
    };
  }, [exports]);
  return {
    made,
    problem,
    isRunning: made?.status === 'running',
    begin: (name: string, format: RowsExport['format']): void => {
      if (!exports || props.source === undefined) return;
      setProblem(null);
      const columns = shown.map(({ field, title }) => ({ field, title }));
      const wanted = { query: { sort, filter: treeOf(conditions), search: state.search }, row_key: props.row_key, columns, name, format };
      void exports
        .begin(props.source, wanted)
        .then((begun) => {
          setMade(begun);
          host.remember(place, begun.id);
          return follow(begun.id);
        })
        .catch(fail);
    },
    cancel: (): void => {
      if (made) void exports?.cancel(made.id).then(forget, fail);
    },
    address: made?.status === 'done' ? (exports?.addressOf(made.id) ?? null) : null,
    forget,
  };
}

/** {@link useAllRows}. */
export type AllRows = ReturnType<typeof useAllRows>;
