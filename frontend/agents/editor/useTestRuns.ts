import { useState } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { runAgentPreview } from '../agents.api.ts';
import type { AgentDocument } from './agent-document.ts';

/** Tests of an agent that is not deployed: each question is a run of its own, of the agent as it was then. */
export type TestRuns = {
  runs: readonly string[];
  start: (args: JsonObject) => void;
  isStarting: boolean;
  error: unknown;
  clear: () => void;
};

/** Asks the agent as it is in the editor. */
export function useTestRuns(workspace: string, path: string, { schema, value }: AgentDocument): TestRuns {
  const [runs, setRuns] = useState<readonly string[]>([]);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const start = async (args: JsonObject): Promise<void> => {
    setStarting(true);
    setError(null);
    try {
      const id = await runAgentPreview(workspace, { path, schema, value, args });
      setRuns((before) => [...before, id]);
    } catch (failure) {
      setError(failure);
    } finally {
      setStarting(false);
    }
  };
  return { runs, start: (args) => void start(args), isStarting, error, clear: () => setRuns([]) };
}
