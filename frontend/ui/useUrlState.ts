import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Search parameters of the page, as text. */
export type UrlState = Readonly<Record<string, string | undefined>>;

/** `push` makes a step that "back" undoes: a filter that was added or taken away, a thing that was opened. Typing and tabs replace. */
export type ChangeUrl = (change: Record<string, string | undefined>, how?: 'replace' | 'push') => void;

/**
 * The part of a page's state that lives in its address: filters, the open tab. A change replaces the entry in the history unless it asks
 * for a step of its own. `undefined` or `''` takes a parameter away.
 */
export function useUrlState(): [UrlState, ChangeUrl] {
  const search = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const change = useCallback<ChangeUrl>(
    (part, how = 'replace') =>
      void navigate({ to: '.', search: (previous: Record<string, string | undefined>) => ({ ...previous, ...part }), replace: how === 'replace' }),
    [navigate],
  );
  return [search, change];
}
