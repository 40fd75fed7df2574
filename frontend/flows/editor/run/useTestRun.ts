import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { JsonObject } from '../../../../backend/common/json.ts';
import type { RunFlowPreview } from '../../../../backend/flows/flow-runs.contract.ts';
import type { FlowDocument } from '../document/flow-document.ts';
import { runFlowPreview } from '../editor.api.ts';

/** How much of the flow to run. */
export type TestScope = { until?: string; only?: string; results?: Readonly<Record<string, unknown>> };

/** A test of the flow as it is in the editor. */
export type TestRun = {
  jobId: string | null;
  /** The arguments of the last test. */
  args: JsonObject;
  start: (args: JsonObject, scope?: TestScope) => Promise<void>;
  isStarting: boolean;
  error: unknown;
};

/** Runs the flow without deploying it. */
export function useTestRun(workspace: string, path: string, document: FlowDocument): TestRun {
  const [tested, setTested] = useState<{ jobId: string; args: JsonObject } | null>(null);
  const work = useMutation({
    mutationFn: async ({ args, scope }: { args: JsonObject; scope: TestScope }) => {
      const { value, schema } = document;
      const { until = null, only = null, results = {} } = scope;
      return { jobId: await runFlowPreview(workspace, { path, value, schema, args, until, only, results: results as RunFlowPreview['results'] }), args };
    },
    onSuccess: setTested,
  });
  const { mutateAsync } = work;
  const start = useCallback(async (args: JsonObject, scope: TestScope = {}) => void (await mutateAsync({ args, scope })), [mutateAsync]);
  return { jobId: tested?.jobId ?? null, args: tested?.args ?? {}, start, isStarting: work.isPending, error: work.error };
}
