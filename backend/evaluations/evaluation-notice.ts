import type { Statement } from '../database/database.ts';

/** That an evaluation went on, as it travels by NOTIFY: workspace, path of the agent, id. */
export type EvaluationNotice = { w: string; p: string; i: string };

/** Tells that an evaluation went on; part of the transaction in which it does. */
export const notifyEvaluation = (evaluationId: string): Statement => ({
  name: 'notify_evaluation',
  text: `select pg_notify('millrace_evaluation', json_build_object('w', workspace_id, 'p', agent_path, 'i', id)::text) from evaluation where id = $1`,
  values: [evaluationId],
});

/** Reads a payload; what is not ours is ignored. */
export function readEvaluationNotice(payload: string): EvaluationNotice | null {
  try {
    const { w, p, i } = (JSON.parse(payload) ?? {}) as Partial<EvaluationNotice>;
    return typeof w === 'string' && typeof p === 'string' && typeof i === 'string' ? { w, p, i } : null;
  } catch {
    return null;
  }
}
