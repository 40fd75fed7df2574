import { useCallback, useMemo, useState } from 'react';
import type { Script } from '../../../backend/scripts/scripts.contract.ts';
import { type Deployed, type EditorStart, useDeployed } from '../../runnables/editor/useDeployed.ts';
import type { CodeDiagnostic } from '../../ui/CodeEditor.tsx';
import { putScript, scriptQuery, scriptsKey } from '../scripts.api.ts';
import { diagnosticsOfDeploy, isSameSource, type ScriptSource, sourceOf } from './script-source.ts';

/** State of the editor of one script. */
export type ScriptEditor = Deployed<ScriptSource, Script> & {
  path: string;
  source: ScriptSource;
  change: (part: Partial<ScriptSource>) => void;
  /** What a refused deploy said about lines of the code; gone with the next change of the code. */
  deployDiagnostics: readonly CodeDiagnostic[];
};

/** The code and settings of a script while they are edited: draft, deploy, and what others deployed meanwhile. */
export function useScriptEditor(workspace: string, start: EditorStart<ScriptSource>, deployed: Script | null): ScriptEditor {
  const { path } = start;
  const [source, setSource] = useState(start.document);
  const [refusal, setRefusal] = useState<{ content: string; diagnostics: CodeDiagnostic[] } | null>(null);
  const change = useCallback((part: Partial<ScriptSource>) => setSource((previous) => ({ ...previous, ...part })), []);
  const lasting = useDeployed<ScriptSource, Script>({
    workspace,
    kind: 'script',
    start,
    document: source,
    adopt: setSource,
    deployed,
    documentOf: sourceOf,
    isSame: isSameSource,
    put: (wanted, message, version) => putScript(workspace, path, { ...wanted, message, if_version: version }),
    keys: { one: scriptQuery(workspace, path).queryKey, all: scriptsKey(workspace) },
  });
  const deploy = async (message: string): Promise<Script> => {
    try {
      const script = await lasting.deploy(message);
      setRefusal(null);
      return script;
    } catch (error) {
      setRefusal({ content: source.content, diagnostics: diagnosticsOfDeploy(error) });
      throw error;
    }
  };
  const deployDiagnostics = useMemo(() => (refusal && refusal.content === source.content ? refusal.diagnostics : []), [refusal, source.content]);
  return { ...lasting, path, source, change, deploy, deployDiagnostics };
}
