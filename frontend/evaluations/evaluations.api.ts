import { queryOptions } from '@tanstack/react-query';
import type { Evaluation, EvaluationRow, StartEvaluation } from '../../backend/evaluations/evaluations.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about evaluations of a workspace. */
export const evaluationsKey = (workspace: string) => [workspace, 'evaluations'] as const;
/** Key of those of an agent. */
export const evaluationsOfKey = (workspace: string, agent: string) => [...evaluationsKey(workspace), 'of', agent] as const;
/** Where those of an agent are listed and started. */
export const evaluationsOfPath = (workspace: string, agent: string): string => inWorkspace(workspace, `/agent_evaluations/${agent}`);

/** One evaluation with its cases. */
export const evaluationQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: [...evaluationsKey(workspace), 'one', id],
    queryFn: ({ signal }) => api.get<Evaluation>(inWorkspace(workspace, `/evaluations/${id}`), undefined, signal),
  });

const mostToCompare = 100;

/** The newest evaluations of an agent, to choose one of them. */
export const recentEvaluationsQuery = (workspace: string, agent: string) =>
  queryOptions({
    queryKey: [...evaluationsOfKey(workspace, agent), 'recent'],
    queryFn: ({ signal }) => api.get<Page<EvaluationRow>>(evaluationsOfPath(workspace, agent), { limit: mostToCompare }, signal).then(({ items }) => items),
  });

/** Evaluates a version, or an agent that is being edited. */
export const startEvaluation = (workspace: string, agent: string, input: Partial<StartEvaluation>): Promise<Evaluation> =>
  api.post<Evaluation>(evaluationsOfPath(workspace, agent), input);

/** Stops what still runs; what was scored stays. */
export const cancelEvaluation = (workspace: string, id: string): Promise<Evaluation> =>
  api.post<Evaluation>(inWorkspace(workspace, `/evaluations/${id}/cancel`));
