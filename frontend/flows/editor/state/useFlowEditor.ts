import { useCallback, useReducer } from 'react';
import type { Flow } from '../../../../backend/flows/flows.contract.ts';
import { type Deployed, type EditorStart, useDeployed } from '../../../runnables/editor/useDeployed.ts';
import { CommandRefused, type FlowCommand, type FlowDocument } from '../document/flow-document.ts';
import { execute, type History, redo, startHistory, undo } from '../document/history.ts';
import { flowQuery, flowsKey, putFlow } from '../editor.api.ts';
import { documentOf, isSameDocument } from './flow-source.ts';

/** State of the editor of one flow. */
export type FlowEditor = Deployed<FlowDocument, Flow> & {
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
export function useFlowEditor(workspace: string, start: EditorStart<FlowDocument>, deployed: Flow | null): FlowEditor {
  const { path } = start;
  const [state, dispatch] = useReducer(reduce, start.document, (document): State => ({ history: startHistory(document), selected: null, refusal: null }));
  const { document } = state.history;
  const lasting = useDeployed<FlowDocument, Flow>({
    workspace,
    kind: 'flow',
    start,
    document,
    adopt: (taken) => dispatch({ kind: 'adopt', document: taken }),
    deployed,
    documentOf,
    isSame: isSameDocument,
    put: (wanted, message, version) => putFlow(workspace, path, { ...wanted, message, if_version: version }),
    keys: { one: flowQuery(workspace, path).queryKey, all: flowsKey(workspace) },
  });
  return {
    ...lasting,
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
  };
}
