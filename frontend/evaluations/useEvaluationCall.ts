import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Evaluation } from '../../backend/evaluations/evaluations.contract.ts';
import { evaluationQuery, evaluationsKey } from './evaluations.api.ts';

/** Something that is asked of evaluations: its state, and what went wrong. */
export type EvaluationCall = { call: () => void; isBusy: boolean; error: unknown };

/** Asks something of evaluations and keeps what comes back; `onDone` gets it. */
export function useEvaluationCall(workspace: string, ask: () => Promise<Evaluation>, onDone?: (evaluation: Evaluation) => void): EvaluationCall {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const call = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const evaluation = await ask();
      client.setQueryData(evaluationQuery(workspace, evaluation.id).queryKey, evaluation);
      void client.invalidateQueries({ queryKey: evaluationsKey(workspace) });
      onDone?.(evaluation);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { call: () => void call(), isBusy, error };
}

/** Opens the page of an evaluation. */
export function useOpenEvaluation(workspace: string): (evaluation: { id: string }) => void {
  const navigate = useNavigate();
  return ({ id }) => void navigate({ to: '/w/$workspace/evaluations/$evaluationId', params: { workspace, evaluationId: id } });
}
