import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Script } from '../../../backend/scripts/scripts.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import type { CodeDiagnostic } from '../../ui/CodeEditor.tsx';
import { deleteDraft, putScript, scriptQuery, scriptsKey } from '../scripts.api.ts';
import { diagnosticsOfDeploy, isSameSource, type ScriptSource, sourceOf } from './script-source.ts';
import { type DraftControl, useDraft } from './useDraft.ts';

/** With what the editor begins. */
export type EditorStart = {
  path: string;
  /** What is deployed; for a new script what its language begins with. */
  base: ScriptSource;
  /** Version of the base that the author began from; 0 for a new script. */
  version: number;
  /** What the author sees: the base, or the draft. */
  source: ScriptSource;
  hasDraft: boolean;
};

/** State of the editor of one script. */
export type ScriptEditor = {
  path: string;
  source: ScriptSource;
  change: (part: Partial<ScriptSource>) => void;
  base: ScriptSource;
  version: number;
  isChanged: boolean;
  draft: DraftControl;
  deploy: (message: string) => Promise<Script>;
  /** What a refused deploy said about lines of the code; gone with the next change of the code. */
  deployDiagnostics: readonly CodeDiagnostic[];
  /** A version that somebody else deployed while this one was edited. */
  newer: Script | null;
  /** Goes on with one's own code on top of what was deployed meanwhile. */
  keepMine: () => void;
  /** Throws one's own changes away and goes on with what is deployed. */
  takeDeployed: () => Promise<void>;
};

/** The code and settings of a script while they are edited: draft, deploy, and what others deployed meanwhile. */
export function useScriptEditor(workspace: string, start: EditorStart, deployed: Script | null): ScriptEditor {
  const { path } = start;
  const client = useQueryClient();
  const [source, setSource] = useState(start.source);
  const [base, setBase] = useState({ source: start.base, version: start.version });
  const [refusal, setRefusal] = useState<{ content: string; diagnostics: CodeDiagnostic[] } | null>(null);
  const draft = useDraft(workspace, path, source, base.source, base.version, start.hasDraft);
  const newer = deployed !== null && deployed.version > base.version ? deployed : null;
  const change = useCallback((part: Partial<ScriptSource>) => setSource((previous) => ({ ...previous, ...part })), []);

  const deploy = async (message: string): Promise<Script> => {
    // A draft that is on its way must not arrive after the deploy that removes it.
    await draft.flush().catch(() => undefined);
    try {
      const script = await putScript(workspace, path, { ...source, message, if_version: base.version });
      setBase({ source: sourceOf(script), version: script.version });
      setRefusal(null);
      draft.forget(sourceOf(script));
      client.setQueryData(scriptQuery(workspace, path).queryKey, script);
      void client.invalidateQueries({ queryKey: scriptsKey(workspace) });
      return script;
    } catch (error) {
      setRefusal({ content: source.content, diagnostics: diagnosticsOfDeploy(error) });
      if (isApiError(error, 'item/version_conflict')) void client.invalidateQueries({ queryKey: scriptQuery(workspace, path).queryKey });
      throw error;
    }
  };
  const deployDiagnostics = useMemo(() => (refusal && refusal.content === source.content ? refusal.diagnostics : []), [refusal, source.content]);
  return {
    path, source, change, base: base.source, version: base.version, draft, deploy, deployDiagnostics, newer,
    isChanged: !isSameSource(source, base.source),
    keepMine: () => newer && setBase({ source: sourceOf(newer), version: newer.version }),
    takeDeployed: async () => {
      const target = newer ? { source: sourceOf(newer), version: newer.version } : base;
      await deleteDraft(workspace, path);
      setBase(target);
      setSource(target.source);
      draft.forget(target.source);
    },
  };
}
