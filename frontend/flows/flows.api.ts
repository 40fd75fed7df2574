import { queryOptions } from '@tanstack/react-query';
import type { Flow, PutFlow } from '../../backend/flows/flows.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about flows of a workspace. */
export const flowsKey = (workspace: string) => [workspace, 'flows'] as const;

/** A flow as it is now, or one of its versions. */
export const flowQuery = (workspace: string, path: string, version?: number) =>
  queryOptions({
    queryKey: [...flowsKey(workspace), 'one', path, version ?? null],
    queryFn: ({ signal }) => api.get<Flow>(inWorkspace(workspace, `/flows/${path}`), { version }, signal),
    // A version never changes; the newest one may be another in a moment.
    staleTime: version === undefined ? undefined : Infinity,
  });

/** Deploys: makes the flow, or its next version. */
export const putFlow = (workspace: string, path: string, input: PutFlow): Promise<Flow> => api.put<Flow>(inWorkspace(workspace, `/flows/${path}`), input);

/** Makes an earlier version the newest: what it consists of becomes another version. */
export async function restoreFlowVersion(workspace: string, current: Flow, version: number): Promise<Flow> {
  const { value, schema, summary, description, tag } = await api.get<Flow>(inWorkspace(workspace, `/flows/${current.path}`), { version });
  return putFlow(workspace, current.path, {
    value,
    schema,
    summary,
    description,
    ...(tag === null ? {} : { tag }),
    message: `Restore version ${version}`,
    if_version: current.version,
  });
}
