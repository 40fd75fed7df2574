import { createContext, use } from 'react';
import type { AgentValue } from '../../../backend/agents/agent.contract.ts';
import type { AgentProblem } from '../../../backend/agents/agents.contract.ts';
import { setAt } from '../../flows/editor/document/paths.ts';
import type { AgentEditor } from './useAgentEditor.ts';
import type { LiveCheck } from './useAgentCheck.ts';

/** What the parts of the form share. */
export type AgentForm = {
  editor: AgentEditor;
  check: LiveCheck;
  value: AgentValue;
  /** Puts another value at a place below `value`: `set(['limits', 'turns'], 10)`. */
  set: (place: readonly (string | number)[], next: unknown) => void;
  /** What is wrong at exactly this place (`/value/tools/0/path`), in words. */
  errorAt: (pointer: string) => string | undefined;
};

const Context = createContext<AgentForm | null>(null);

/** Makes the form known to its parts. */
export const AgentFormProvider = Context;

/** The form that one stands in. */
export function useAgentForm(): AgentForm {
  const form = use(Context);
  if (!form) throw new Error('Parts of an agent stand in its form.');
  return form;
}

/** The form of an editor, with what the check says. */
export function agentForm(editor: AgentEditor, check: LiveCheck): AgentForm {
  return {
    editor,
    check,
    value: editor.document.value,
    set: (place, next) => editor.change((document) => setAt(document, ['value', ...place], next)),
    errorAt: (pointer) => check.problems.find((problem) => problem.pointer === pointer)?.message,
  };
}

/** Problems at a place or below it. */
export const problemsBelow = (problems: readonly AgentProblem[], pointers: readonly string[]): AgentProblem[] =>
  problems.filter((problem) => pointers.some((pointer) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`)));
