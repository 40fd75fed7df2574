import { queryOptions } from '@tanstack/react-query';
import type { JsonObject } from '../../backend/common/json.ts';
import type { Page } from '../../backend/common/page.ts';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import type { FlowRow } from '../../backend/flows/flows.contract.ts';
import type { References, ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { api, inWorkspace } from '../api/client.ts';
import { runsKey } from '../runs/runs.api.ts';
import { endpointLetters, type RunnableKind, type RunnableTarget } from './runnable.ts';

/** Key of everything about the scripts or flows of a workspace. */
export const runnablesKey = (workspace: string, kind: RunnableKind) => [workspace, `${kind}s`] as const;
/** Key of their list. */
export const runnablesListKey = (workspace: string, kind: RunnableKind) => [...runnablesKey(workspace, kind), 'list'] as const;
/** Key of the versions of one. */
export const runnableVersionsKey = (workspace: string, kind: RunnableKind, path: string) => [...runnablesKey(workspace, kind), 'versions', path] as const;

/** The last runs of a runnable. */
export const recentRunsQuery = (workspace: string, kind: RunnableKind, path: string) =>
  queryOptions({
    queryKey: [...runsKey(workspace), 'recent', kind, path],
    queryFn: ({ signal }) => api.get<Page<JobRow>>(inWorkspace(workspace, '/jobs'), { path, kind, limit: 10 }, signal).then((page) => page.items),
  });

/** Who refers to a runnable. */
export const referencesQuery = (workspace: string, kind: RunnableKind, path: string) =>
  queryOptions({
    queryKey: [...runnablesKey(workspace, kind), 'references', path],
    queryFn: ({ signal }) => api.get<References>(inWorkspace(workspace, `/${kind}_references/${path}`), undefined, signal).then((answer) => answer.items),
  });

/** The schedules that run it. */
export const schedulesOfQuery = (workspace: string, { kind, path }: RunnableTarget, isEnabled: boolean) =>
  queryOptions({
    queryKey: [workspace, 'schedules', 'of', kind, path],
    queryFn: ({ signal }) =>
      api
        .get<Page<ScheduleRow>>(inWorkspace(workspace, '/schedules'), { target: path, limit: 20 }, signal)
        .then((page) => page.items.filter(({ target }) => target.kind === kind)),
    enabled: isEnabled,
  });

/** Something that can be run, to choose from. */
export type PickableRunnable = { kind: RunnableKind; path: string; summary: string; language: string | null };

/** Scripts and flows whose names or summaries contain a text. */
export const runnablesQuery = (workspace: string, search: string) =>
  queryOptions({
    queryKey: [workspace, 'runnables', search],
    queryFn: async ({ signal }): Promise<PickableRunnable[]> => {
      const query = { search: search || undefined, limit: 12 };
      const [scripts, flows] = await Promise.all([
        api.get<Page<ScriptRow>>(inWorkspace(workspace, '/scripts'), query, signal),
        api.get<Page<FlowRow>>(inWorkspace(workspace, '/flows'), query, signal),
      ]);
      return [
        ...scripts.items.filter((row) => row.has_main).map(({ path, summary, language }) => ({ kind: 'script' as const, path, summary, language })),
        ...flows.items.map(({ path, summary }) => ({ kind: 'flow' as const, path, summary, language: null })),
      ];
    },
    staleTime: 15_000,
  });

/** What takes arguments, for a form of them. */
export const runnableFormQuery = (workspace: string, { kind, path }: RunnableTarget) =>
  queryOptions({
    queryKey: [...runnablesKey(workspace, kind), 'form', path],
    queryFn: ({ signal }) => api.get<{ path: string; schema: JsonObject }>(inWorkspace(workspace, `/${kind}s/${path}`), undefined, signal),
  });

/** Starts it and gives the id of the run. */
export const runRunnable = (workspace: string, kind: RunnableKind, path: string, args: JsonObject): Promise<string> =>
  api.post<string>(inWorkspace(workspace, `/jobs/run/${endpointLetters[kind]}/${path}`), args);
/** Takes it out of use; it can be brought back. */
export const archiveRunnable = (workspace: string, kind: RunnableKind, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/${kind}s/${path}`));
/** Deletes it with its versions for good. */
export const purgeRunnable = (workspace: string, kind: RunnableKind, path: string): Promise<void> =>
  api.delete(inWorkspace(workspace, `/${kind}s/${path}`), { purge: true });
/** Brings an archived one back. */
export const bringBackRunnable = (workspace: string, kind: RunnableKind, path: string): Promise<unknown> =>
  api.post(inWorkspace(workspace, `/${kind}_restore/${path}`));
/** Gives it another path. */
export const renameRunnable = (workspace: string, kind: RunnableKind, path: string, to: string): Promise<unknown> =>
  api.post(inWorkspace(workspace, `/${kind}_rename/${path}`), { to });
