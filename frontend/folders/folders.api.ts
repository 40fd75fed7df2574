import { queryOptions } from '@tanstack/react-query';
import type { AccessRow, Folder, Grant, ObjectKind, PutFolder, SetGrant } from '../../backend/access/access.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about folders and grants of a workspace. */
export const foldersKey = (workspace: string) => [workspace, 'folders'] as const;

/** The folders that the person may see. */
export const foldersQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...foldersKey(workspace), 'list'],
    queryFn: ({ signal }) => api.get<{ items: Folder[] }>(inWorkspace(workspace, '/folders'), undefined, signal).then((answer) => answer.items),
  });

/** One folder. */
export const folderQuery = (workspace: string, name: string) =>
  queryOptions({
    queryKey: [...foldersKey(workspace), 'one', name],
    queryFn: ({ signal }) => api.get<Folder>(inWorkspace(workspace, `/folders/${name}`), undefined, signal),
  });

/** Who can do what with an object, and why. */
export const accessQuery = (workspace: string, kind: ObjectKind, path: string) =>
  queryOptions({
    queryKey: [...foldersKey(workspace), 'access', kind, path],
    queryFn: ({ signal }) =>
      api.get<{ items: AccessRow[] }>(inWorkspace(workspace, '/access'), { object_kind: kind, object_path: path }, signal).then((answer) => answer.items),
  });

/** The grants on an object. */
export const grantsQuery = (workspace: string, kind: ObjectKind, path: string) =>
  queryOptions({
    queryKey: [...foldersKey(workspace), 'grants', kind, path],
    queryFn: ({ signal }) =>
      api.get<{ items: Grant[] }>(inWorkspace(workspace, '/grants'), { object_kind: kind, object_path: path }, signal).then((answer) => answer.items),
  });

/** Makes a folder or changes it. */
export const putFolder = (workspace: string, name: string, input: Partial<PutFolder>): Promise<Folder> =>
  api.put<Folder>(inWorkspace(workspace, `/folders/${name}`), input);
/** Deletes an empty folder. */
export const deleteFolder = (workspace: string, name: string): Promise<void> => api.delete(inWorkspace(workspace, `/folders/${name}`));
/** Gives, changes or (with `level: null`) takes away a grant. */
export const setGrant = (workspace: string, grant: SetGrant): Promise<void> => api.put(inWorkspace(workspace, '/grants'), grant);
