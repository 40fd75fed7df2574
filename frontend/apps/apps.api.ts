import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../backend/common/page.ts';
import type { App, AppChanges, AppCommandsResult, AppDraft, BeginAppDraft, ReleaseApp, SendAppCommands } from '../../backend/apps/apps.contract.ts';
import type { VersionRow } from '../../backend/items/versioned-item.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about apps of a workspace. */
export const appsKey = (workspace: string) => [workspace, 'apps'] as const;
/** Key of the list of apps. */
export const appsListKey = (workspace: string) => [...appsKey(workspace), 'list'] as const;

/** The releases of an app, newest first. */
export const appVersionsQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...appsKey(workspace), 'versions', path],
    queryFn: ({ signal }) => api.get<Page<VersionRow>>(inWorkspace(workspace, `/app_versions/${path}`), { limit: 50 }, signal),
  });

/** What a release of the working copy would change. Asked anew whenever it is looked at. */
export const appChangesQuery = (workspace: string, path: string, seq: number) =>
  queryOptions({
    queryKey: [...appsKey(workspace), 'changes', path, seq],
    queryFn: ({ signal }) => api.get<AppChanges>(inWorkspace(workspace, `/app_changes/${path}`), undefined, signal),
    gcTime: 0,
  });

/** Begins the working copy of an app, or gives the one that is there. */
export const beginAppDraft = (workspace: string, path: string, input: BeginAppDraft = {}): Promise<AppDraft> =>
  api.post<AppDraft>(inWorkspace(workspace, `/app_drafts/${path}`), input);

export const discardAppDraft = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/app_drafts/${path}`));

export const sendAppCommands = (workspace: string, path: string, input: SendAppCommands): Promise<AppCommandsResult> =>
  api.post<AppCommandsResult>(inWorkspace(workspace, `/app_commands/${path}`), input);

export const releaseApp = (workspace: string, path: string, input: ReleaseApp): Promise<App> =>
  api.post<App>(inWorkspace(workspace, `/app_release/${path}`), input);

export const rollBackApp = (workspace: string, path: string, version: number): Promise<App> =>
  api.post<App>(inWorkspace(workspace, `/app_rollback/${path}`), { version });

export const archiveApp = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/apps/${path}`));

export const renameApp = (workspace: string, path: string, to: string): Promise<App> => api.post<App>(inWorkspace(workspace, `/app_rename/${path}`), { to });
