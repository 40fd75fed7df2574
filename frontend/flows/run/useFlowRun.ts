import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { FlowRun, FlowRunStep } from '../../../backend/flows/flow-runs.contract.ts';
import { useRoom } from '../../api/live.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { flowRunKey, flowRunQuery } from './flow-runs.api.ts';

/** A flow run, live. */
export type LiveFlowRun = {
  run: FlowRun | undefined;
  /** Steps of the flow itself by id, with those of the branches and iterations that the head view holds. */
  stepsById: ReadonlyMap<string, FlowRunStep>;
  isLoading: boolean;
  error: unknown;
  reload: () => void;
};

// The answer to one change is awaited before the next is asked for, and a long loop changes all the time: a server that is slow is asked less often.
const shortestPauseMs = 250;
const pausesPerAnswer = 2;

/**
 * Follows a flow run: reads it, and reads it (and all that was read of it: iterations, steps, timeline) again when the server says that it
 * went on. `jobId` null follows nothing.
 */
export function useFlowRun(jobId: string | null): LiveFlowRun {
  const { id: workspace } = useWorkspace();
  const id = jobId ?? '';
  const client = useQueryClient();
  const answer = useQuery({ ...flowRunQuery(workspace, id), enabled: jobId !== null });
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: flowRunKey(workspace, id) }, { cancelRefetch: false }), [client, workspace, id]);
  const hear = useCalmly(refresh);
  useRoom(workspace, jobId === null ? null : `job:${jobId}`, { onFlowChanged: hear, onJobChanged: hear, onJoined: hear });
  const run = answer.data;
  const stepsById = useMemo(() => new Map(run?.steps.map((step) => [step.step, step] as const)), [run]);
  return { run, stepsById, isLoading: answer.isPending && jobId !== null, error: answer.error, reload: hear };
}

/** Calls `act` for a burst of calls once at their beginning and once after each pause, never while the last one is under way. */
function useCalmly(act: () => Promise<void>): () => void {
  const state = useRef({ isBusy: false, isAsked: false, isGone: false });
  useEffect(() => {
    const current = state.current;
    current.isGone = false;
    return () => void (current.isGone = true);
  }, []);
  return useCallback(() => {
    const current = state.current;
    current.isAsked = true;
    const turn = async (): Promise<void> => {
      if (current.isBusy || !current.isAsked || current.isGone) return;
      current.isBusy = true;
      current.isAsked = false;
      const askedAt = performance.now();
      await act();
      const pauseMs = Math.max(shortestPauseMs, pausesPerAnswer * (performance.now() - askedAt));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      current.isBusy = false;
      void turn();
    };
    void turn();
  }, [act]);
}
