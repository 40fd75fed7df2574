import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { LogModel } from './log-model.ts';
import { firstMatchFrom, type LogMatch, type LogMatches, matchesByLine, noMatches, searchLog } from './log-search.ts';

/** A search in a log: what is asked, what was found, and where one stands. */
export type LogSearch = {
  query: string;
  setQuery: (query: string) => void;
  found: LogMatches;
  byLine: ReadonlyMap<number, LogMatch[]>;
  index: number;
  current: LogMatch | null;
  step: (by: number) => void;
};

type Kept = { query: string; log: LogModel; dropped: number; lines: number; found: LogMatches };

/** Searches a log while it grows: only new lines are looked at again. `topLine` says where the reader is, to begin there. */
export function useLogSearch(log: LogModel, version: number, topLine: () => number): LogSearch {
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const wanted = useDeferredValue(query);
  const kept = useRef<Kept | null>(null);
  const found = useMemo(() => {
    if (wanted === '') return noMatches;
    const before = kept.current;
    const canContinue = before !== null && before.query === wanted && before.log === log && before.dropped === log.droppedLines;
    // The last line may have grown since.
    const result = searchLog(log.lines, wanted, canContinue ? Math.max(0, before.lines - 1) : 0, canContinue ? before.found : noMatches);
    kept.current = { query: wanted, log, dropped: log.droppedLines, lines: log.lines.length, found: result };
    return result;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the log is mutable, its version says when it changed
  }, [wanted, log, version]);
  const byLine = useMemo(() => matchesByLine(found.matches), [found]);
  useEffect(() => {
    setIndex(firstMatchFrom(kept.current?.found.matches ?? [], topLine()));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a new question begins where the reader is
  }, [wanted]);
  const count = found.matches.length;
  const step = (by: number): void => {
    if (count > 0) setIndex((previous) => (previous + by + count) % count);
  };
  return { query, setQuery, found, byLine, index: Math.min(index, Math.max(0, count - 1)), current: found.matches[index] ?? null, step };
}
