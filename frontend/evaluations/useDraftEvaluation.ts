import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { Evaluation } from '../../backend/evaluations/evaluations.contract.ts';
import type { AgentDocument } from '../agents/editor/agent-document.ts';
import { canonical } from '../runnables/editor/canonical.ts';
import { evaluationQuery, startEvaluation } from './evaluations.api.ts';
import { useEvaluationNews } from './useEvaluationNews.ts';
import { useEvaluationCall } from './useEvaluationCall.ts';

/** Of each agent that is edited: its last evaluation, and what was evaluated. It outlives the part of the form that it was begun in. */
const useStore = create<{ byAgent: Readonly<Record<string, { id: string; subject: string } | undefined>> }>(() => ({ byAgent: {} }));

/** What an evaluation is about, as the server sees it too: everything that makes answers, and not the set itself. */
export function subjectOf({ schema, value }: Pick<AgentDocument, 'schema' | 'value'>): string {
  const { evaluation: _set, ...subject } = value;
  return canonical({ schema, value: subject });
}

/** The evaluation of an agent as it is in the editor. */
export type DraftEvaluation = {
  evaluation: Evaluation | null;
  /** The agent answers otherwise by now: the evaluation is of what it was. */
  isOutdated: boolean;
  start: () => void;
  isStarting: boolean;
  error: unknown;
};

/** Evaluates an agent as it is in the editor, and follows that. */
export function useDraftEvaluation(workspace: string, path: string, document: AgentDocument): DraftEvaluation {
  const key = `${workspace} ${path}`;
  const last = useStore((store) => store.byAgent[key]);
  const subject = subjectOf(document);
  const { data, error: notRead } = useQuery({ ...evaluationQuery(workspace, last?.id ?? ''), enabled: last !== undefined });
  useEvaluationNews(workspace, last === undefined ? null : path);
  const { call, isBusy, error } = useEvaluationCall(
    workspace,
    () => startEvaluation(workspace, path, { draft: { schema: document.schema, value: document.value } }),
    ({ id }) => useStore.setState(({ byAgent }) => ({ byAgent: { ...byAgent, [key]: { id, subject } } })),
  );
  return {
    evaluation: last === undefined ? null : (data ?? null),
    isOutdated: last !== undefined && last.subject !== subject,
    start: call,
    isStarting: isBusy,
    error: error ?? notRead,
  };
}
