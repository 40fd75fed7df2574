import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Search parameters of the page, as text. */
export type UrlState = Readonly<Record<string, string | undefined>>;

/**
 * The part of a page's state that lives in its address: filters, the open tab. A change replaces the entry in the history,
 * so that "back" leaves the page and does not undo a filter. `undefined` or `''` takes a parameter away.
 */
export function useUrlState(): [UrlState, (change: Record<string, string | undefined>) => void] {
  const search = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const change = useCallback(
    (part: Record<string, string | undefined>) => void navigate({ to: '.', search: (previous: Record<string, string | undefined>) => ({ ...previous, ...part }), replace: true }),
    [navigate],
  );
  return [search, change];
}
