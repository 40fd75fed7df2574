import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useRoom } from '../api/live.ts';
import { evaluationsKey } from './evaluations.api.ts';

/** Cases end side by side: what is shown is read again at most this often. */
const refreshMs = 250;

/** Reads the evaluations of an agent again when one of them went on; `agent` null follows nothing. */
export function useEvaluationNews(workspace: string, agent: string | null): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const refresh = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: evaluationsKey(workspace) });
    }, refreshMs);
  };
  useRoom(workspace, agent === null ? null : `evaluations:${agent}`, { onEvaluationChanged: refresh, onJoined: refresh });
}
