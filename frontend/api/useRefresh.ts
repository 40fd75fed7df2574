import { useQueryClient, type Query, type QueryKey } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * Gives a function that has what lies under a key read again, at most once in so many milliseconds: changes may come by the thousand. `isWanted` leaves out
 * some of it.
 */
export function useRefresh(queryKey: QueryKey, everyMs: number, isWanted?: (query: Query) => boolean): () => void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey, predicate: isWanted });
    }, everyMs);
  };
}
