import { useCallback, useEffect, useRef, useState } from 'react';
import { deleteDraft, putDraft } from '../scripts.api.ts';
import { isSameSource, type ScriptSource } from './script-source.ts';

/** How far the draft on the server is behind what is on the page. */
export type DraftSaving = { state: 'clean' | 'unsaved' | 'saving' | 'saved' | 'failed'; savedAt: string | null; error: unknown };

/** What {@link useDraft} gives. */
export type DraftControl = {
  saving: DraftSaving;
  /** Saves now what is not saved yet; rejects when that fails. */
  flush: () => Promise<void>;
  /** There is no draft on the server any more: it was deployed, or thrown away. What is on the page now is kept only if it differs from `source`. */
  forget: (source: ScriptSource) => void;
};

const saveDelayMs = 800;

/**
 * Keeps what is not deployed as the person's draft, a moment after the last change. What is the same as the deployed version
 * needs no draft: an earlier one is deleted. Saves never overtake each other.
 */
export function useDraft(workspace: string, path: string, source: ScriptSource, base: ScriptSource, version: number, hasStored: boolean): DraftControl {
  const [saving, setSaving] = useState<DraftSaving>({ state: hasStored ? 'saved' : 'clean', savedAt: null, error: null });
  const newest = useRef({ source, base, version });
  newest.current = { source, base, version };
  const stored = useRef<{ source: ScriptSource; exists: boolean }>({ source, exists: hasStored });
  const working = useRef<Promise<void>>(Promise.resolve());

  const save = useCallback(async () => {
    const { source: wanted, base: deployed, version: basedOn } = newest.current;
    if (isSameSource(wanted, stored.current.source)) return;
    setSaving((previous) => ({ ...previous, state: 'saving' }));
    try {
      if (isSameSource(wanted, deployed)) {
        if (stored.current.exists) await deleteDraft(workspace, path);
        stored.current = { source: wanted, exists: false };
        setSaving({ state: 'clean', savedAt: null, error: null });
        return;
      }
      const draft = await putDraft(workspace, path, wanted, basedOn === 0 ? null : basedOn);
      stored.current = { source: wanted, exists: true };
      setSaving({ state: isSameSource(newest.current.source, wanted) ? 'saved' : 'unsaved', savedAt: draft.updated_at, error: null });
    } catch (error) {
      setSaving((previous) => ({ ...previous, state: 'failed', error }));
      throw error;
    }
  }, [workspace, path]);

  const flush = useCallback((): Promise<void> => {
    working.current = working.current.catch(() => undefined).then(save);
    return working.current;
  }, [save]);

  useEffect(() => {
    if (isSameSource(source, stored.current.source)) return undefined;
    setSaving((previous) => (previous.state === 'saving' ? previous : { ...previous, state: 'unsaved' }));
    // A save that failed is tried again with the next change, and when the page is left.
    const timer = setTimeout(() => void flush().catch(() => undefined), saveDelayMs);
    return () => clearTimeout(timer);
  }, [source, version, flush]);

  const forget = useCallback((kept: ScriptSource) => {
    stored.current = { source: kept, exists: false };
    setSaving({ state: 'clean', savedAt: null, error: null });
  }, []);

  return { saving, flush, forget };
}
