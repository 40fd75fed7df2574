import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useReducer, useState } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import type { Flow } from '../../../../backend/flows/flows.contract.ts';
import { isApiError } from '../../../api/api-error.ts';
import { type DraftControl, type DraftStore, useDraft } from '../../../ui/useDraft.ts';
import { CommandRefused, type FlowCommand, type FlowDocument } from '../document/flow-document.ts';
import { execute, type History, redo, startHistory, undo } from '../document/history.ts';
import { deleteFlowDraft, flowQuery, flowsKey, putFlow, putFlowDraft } from '../editor.api.ts';
import { documentOf, isSameDocument } from './flow-source.ts';

/** With what the editor begins. */
export type FlowStart = {
  path: string;
  /** What is deployed; for a new flow an empty one. */
  base: FlowDocument;
  /** Version of the base that the author began from; 0 for a new flow. */
  version: number;
  /** What the author sees: the base, or the draft. */
  document: FlowDocument;
  hasDraft: boolean;
};

/** State of the editor of one flow. */
export type FlowEditor = {
  workspace: string;
  path: string;
  document: FlowDocument;
  /** Id of the selected step, `#input`, `#result`, or null for the flow itself. */
  selected: string | null;
  select: (step: string | null) => void;
  /** Carries a command out. What cannot be done is said in `refusal`. */
  run: (command: FlowCommand) => void;
  refusal: string | null;
  dismissRefusal: () => void;
  undo: () => void;
  redo: () => void;
  /** What `undo` would take back; null where there is nothing. */
  undoLabel: string | null;
  redoLabel: string | null;
  base: FlowDocument;
  version: number;
  isChanged: boolean;
  draft: DraftControl<FlowDocument>;
  deploy: (message: string) => Promise<Flow>;
  /** A version that somebody else deployed while this one was edited. */
  newer: Flow | null;
  /** Goes on with one's own flow on top of what was deployed meanwhile. */
  keepMine: () => void;
  /** Throws one's own changes away and goes on with what is deployed. */
  takeDeployed: () => Promise<void>;
};

type State = { history: History; selected: string | null; refusal: string | null };
type Action =
  | { kind: 'command'; command: FlowCommand; atMs: number }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'select'; step: string | null }
  | { kind: 'adopt'; document: FlowDocument }
  | { kind: 'dismiss' };

function reduce(state: State, action: Action): State {
  switch (action.kind) {
    case 'command':
      try {
        return { ...execute(state.history, action.command, state.selected, action.atMs), refusal: null };
      } catch (error) {
        if (error instanceof CommandRefused) return { ...state, refusal: error.message };
        throw error;
      }
    case 'undo':
      return { ...state, refusal: null, ...undo(state.history) };
    case 'redo':
      return { ...state, refusal: null, ...redo(state.history) };
    case 'select':
      return state.selected === action.step ? state : { ...state, selected: action.step };
    case 'adopt':
      return { history: startHistory(action.document), selected: null, refusal: null };
    case 'dismiss':
      return { ...state, refusal: null };
  }
}

/** A flow while it is edited: commands with undo, draft, deploy, and what others deployed meanwhile. */
export function useFlowEditor(workspace: string, start: FlowStart, deployed: Flow | null): FlowEditor {
  const { path } = start;
  const client = useQueryClient();
  const [state, dispatch] = useReducer(reduce, start.document, (document): State => ({ history: startHistory(document), selected: null, refusal: null }));
  const [base, setBase] = useState({ document: start.base, version: start.version });
  const { document } = state.history;
  const store = useMemo<DraftStore<FlowDocument>>(
    () => ({
      isSame: isSameDocument,
      put: (wanted, basedOn) => putFlowDraft(workspace, path, wanted as unknown as JsonObject, basedOn),
      remove: () => deleteFlowDraft(workspace, path),
    }),
    [workspace, path],
  );
  const draft = useDraft(store, document, { base: base.document, version: base.version, hasStored: start.hasDraft });
  const newer = deployed !== null && deployed.version > base.version ? deployed : null;
  const isChanged = useMemo(() => !isSameDocument(document, base.document), [document, base.document]);

  const deploy = async (message: string): Promise<Flow> => {
    // A draft that is on its way must not arrive after the deploy that removes it.
    await draft.flush().catch(() => undefined);
    try {
      const flow = await putFlow(workspace, path, { ...document, message, if_version: base.version });
      setBase({ document: documentOf(flow), version: flow.version });
      draft.forget(documentOf(flow));
      client.setQueryData(flowQuery(workspace, path).queryKey, flow);
      void client.invalidateQueries({ queryKey: flowsKey(workspace) });
      return flow;
    } catch (error) {
      if (isApiError(error, 'item/version_conflict')) void client.invalidateQueries({ queryKey: flowQuery(workspace, path).queryKey });
      throw error;
    }
  };
  return {
    workspace,
    path,
    document,
    selected: state.selected,
    select: useCallback((step) => dispatch({ kind: 'select', step }), []),
    run: useCallback((command) => dispatch({ kind: 'command', command, atMs: Date.now() }), []),
    refusal: state.refusal,
    dismissRefusal: useCallback(() => dispatch({ kind: 'dismiss' }), []),
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    undoLabel: state.history.past.at(-1)?.label ?? null,
    redoLabel: state.history.future[0]?.label ?? null,
    base: base.document,
    version: base.version,
    isChanged,
    draft,
    deploy,
    newer,
    keepMine: () => newer && setBase({ document: documentOf(newer), version: newer.version }),
    takeDeployed: async () => {
      const target = newer ? { document: documentOf(newer), version: newer.version } : base;
      await deleteFlowDraft(workspace, path);
      setBase(target);
      dispatch({ kind: 'adopt', document: target.document });
      draft.forget(target.document);
    },
  };
}
