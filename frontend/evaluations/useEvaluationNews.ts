import { useRoom } from '../api/live.ts';
import { useRefresh } from '../api/useRefresh.ts';
import { evaluationsKey } from './evaluations.api.ts';

/** Cases end side by side: what is shown is read again at most this often. */
const refreshMs = 250;

/** Reads the evaluations of an agent again when one of them went on; `agent` null follows nothing. */
export function useEvaluationNews(workspace: string, agent: string | null): void {
  const refresh = useRefresh(evaluationsKey(workspace), refreshMs);
  useRoom(workspace, agent === null ? null : `evaluations:${agent}`, { onEvaluationChanged: refresh, onJoined: refresh });
}
