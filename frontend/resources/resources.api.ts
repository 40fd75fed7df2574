import { queryOptions } from '@tanstack/react-query';
import type { PutResource, Resource, ResourceType, TestConnection, TestResult } from '../../backend/resources/resources.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about resources of a workspace. */
export const resourcesKey = (workspace: string) => [workspace, 'resources'] as const;

/** Kinds of connections, with the schemas of their values. */
export const resourceTypesQuery = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'resource-types'],
    queryFn: ({ signal }) => api.get<{ items: ResourceType[] }>(inWorkspace(workspace, '/resource_types'), undefined, signal).then((answer) => answer.items),
    staleTime: 60_000,
  });

/** One resource; its secrets are masked. */
export const resourceQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...resourcesKey(workspace), 'one', path],
    queryFn: ({ signal }) => api.get<Resource>(inWorkspace(workspace, `/resources/${path}`), undefined, signal),
  });

/** Makes a resource or changes it. */
export const putResource = (workspace: string, path: string, input: PutResource): Promise<Resource> =>
  api.put<Resource>(inWorkspace(workspace, `/resources/${path}`), input);
/** Deletes a resource. */
export const deleteResource = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/resources/${path}`));
/** Tries a connection with values that need not be saved. */
export const testConnection = (workspace: string, input: TestConnection): Promise<TestResult> =>
  api.post<TestResult>(inWorkspace(workspace, '/resource_test'), input);
