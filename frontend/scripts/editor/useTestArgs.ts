import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { jobQuery } from '../../runs/runs.api.ts';
import { reusableArgs } from '../../runnables/example-args.ts';

/** Arguments of the next test. `argsVersion` changes when they came from elsewhere and the form has to begin with them. */
export type TestArgs = { args: JsonObject; argsVersion: string; setArgs: (args: JsonObject) => void };

/** What is in the form of the editor; a link from a run (`?run=`) brings the arguments of that run. */
export function useTestArgs(workspace: string, jobId: string | undefined): TestArgs {
  const [state, setState] = useState<{ args: JsonObject; version: string }>({ args: {}, version: '' });
  const [setArgs] = useState(
    () =>
      (args: JsonObject): void =>
        setState((previous) => ({ ...previous, args })),
  );
  const { data } = useQuery({ ...jobQuery(workspace, jobId ?? ''), enabled: jobId !== undefined, staleTime: Infinity });
  useEffect(() => {
    if (data) setState((previous) => (previous.version === data.id ? previous : { args: reusableArgs(data.args), version: data.id }));
  }, [data]);
  return { args: state.args, argsVersion: state.version, setArgs };
}
