import { useMemo } from 'react';
import { type DraftControl as Control, type DraftStore, useDraft as useAnyDraft } from '../../ui/useDraft.ts';
import { deleteDraft, putDraft } from '../scripts.api.ts';
import { isSameSource, type ScriptSource } from './script-source.ts';

/** The draft of a script. */
export type DraftControl = Control<ScriptSource>;

/** Keeps what is edited of a script as the person's draft. */
export function useDraft(workspace: string, path: string, source: ScriptSource, base: ScriptSource, version: number, hasStored: boolean): DraftControl {
  const store = useMemo<DraftStore<ScriptSource>>(
    () => ({
      isSame: isSameSource,
      put: (wanted, basedOn) => putDraft(workspace, path, wanted, basedOn),
      remove: () => deleteDraft(workspace, path),
    }),
    [workspace, path],
  );
  return useAnyDraft(store, source, { base, version, hasStored });
}
