import { useCallback, useState } from 'react';
import type { Agent } from '../../../backend/agents/agents.contract.ts';
import { type Deployed, type EditorStart, useDeployed } from '../../runnables/editor/useDeployed.ts';
import { agentQuery, agentsKey, putAgent } from '../agents.api.ts';
import { type AgentDocument, documentOf, isSameDocument } from './agent-document.ts';

/** State of the editor of one agent. */
export type AgentEditor = Deployed<AgentDocument, Agent> & {
  workspace: string;
  path: string;
  document: AgentDocument;
  change: (change: (document: AgentDocument) => AgentDocument) => void;
};

/** An agent while it is edited: draft, deploy, and what others deployed meanwhile. */
export function useAgentEditor(workspace: string, start: EditorStart<AgentDocument>, deployed: Agent | null): AgentEditor {
  const { path } = start;
  const [document, setDocument] = useState(start.document);
  const state = useDeployed<AgentDocument, Agent>({
    workspace,
    kind: 'agent',
    start,
    document,
    adopt: setDocument,
    deployed,
    documentOf,
    isSame: isSameDocument,
    put: (wanted, message, version) => putAgent(workspace, path, { ...wanted, message, if_version: version }),
    keys: { one: agentQuery(workspace, path).queryKey, all: agentsKey(workspace) },
  });
  return { ...state, workspace, path, document, change: useCallback((change) => setDocument(change), []) };
}
