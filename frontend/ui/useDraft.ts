import { useCallback, useEffect, useRef, useState } from 'react';

/** How far the draft on the server is behind what is on the page. */
export type DraftSaving = { state: 'clean' | 'unsaved' | 'saving' | 'saved' | 'failed'; savedAt: string | null; error: unknown };

/** Where drafts of one kind are kept, and when two of them say the same. Must stay the same object while the editor is open. */
export type DraftStore<Source> = {
  isSame: (one: Source, other: Source) => boolean;
  put: (source: Source, basedOn: number | null) => Promise<{ updated_at: string }>;
  remove: () => Promise<void>;
};

/** What {@link useDraft} gives. */
export type DraftControl<Source> = {
  saving: DraftSaving;
  /** Saves now what is not saved yet; rejects when that fails. */
  flush: () => Promise<void>;
  /** There is no draft on the server any more: it was deployed, or thrown away. What is on the page now is kept only if it differs from `source`. */
  forget: (source: Source) => void;
};

/** With what an editor begins: what is deployed, the version of that (0 for something new), and whether a draft is stored. */
export type DraftBase<Source> = { base: Source; version: number; hasStored: boolean };

const saveDelayMs = 800;

/**
 * Keeps what is not deployed as the person's draft, a moment after the last change. What is the same as the deployed version
 * needs no draft: an earlier one is deleted. Saves never overtake each other.
 */
export function useDraft<Source>(store: DraftStore<Source>, source: Source, { base, version, hasStored }: DraftBase<Source>): DraftControl<Source> {
  const [saving, setSaving] = useState<DraftSaving>({ state: hasStored ? 'saved' : 'clean', savedAt: null, error: null });
  const newest = useRef({ source, base, version });
  newest.current = { source, base, version };
  const stored = useRef<{ source: Source; exists: boolean }>({ source, exists: hasStored });
  const working = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback(async () => {
    const { source: wanted, base: deployed, version: basedOn } = newest.current;
    if (store.isSame(wanted, stored.current.source)) return;
    setSaving((previous) => ({ ...previous, state: 'saving' }));
    try {
      if (store.isSame(wanted, deployed)) {
        if (stored.current.exists) await store.remove();
        stored.current = { source: wanted, exists: false };
        setSaving({ state: 'clean', savedAt: null, error: null });
        return;
      }
      const draft = await store.put(wanted, basedOn === 0 ? null : basedOn);
      stored.current = { source: wanted, exists: true };
      setSaving({ state: store.isSame(newest.current.source, wanted) ? 'saved' : 'unsaved', savedAt: draft.updated_at, error: null });
    } catch (error) {
      setSaving((previous) => ({ ...previous, state: 'failed', error }));
      throw error;
    }
  }, [store]);

  const flush = useCallback((): Promise<void> => {
    working.current = working.current.catch(() => undefined).then(save);
    return working.current;
  }, [save]);

  useEffect(() => {
    if (store.isSame(source, stored.current.source)) return undefined;
    setSaving((previous) => (previous.state === 'saving' ? previous : { ...previous, state: 'unsaved' }));
    // A save that failed is tried again with the next change, and when the page is left.
    const timer = setTimeout(() => void flush().catch(() => undefined), saveDelayMs);
    return () => clearTimeout(timer);
  }, [source, version, flush, store]);

  const forget = useCallback((kept: Source) => {
    stored.current = { source: kept, exists: false };
    setSaving({ state: 'clean', savedAt: null, error: null });
  }, []);

  return { saving, flush, forget };
}
