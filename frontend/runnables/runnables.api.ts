import { queryOptions } from '@tanstack/react-query';
import type { JsonObject } from '../../backend/common/json.ts';
import type { Page } from '../../backend/common/page.ts';
import type { JobRow } from '../../backend/jobs/jobs.contract.ts';
import type { AgentRow } from '../../backend/agents/agents.contract.ts';
import type { ScheduleRow } from '../../backend/schedules/schedules.contract.ts';
import type { FlowRow } from '../../backend/flows/flows.contract.ts';
import type { References, ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { api, inWorkspace } from '../api/client.ts';
import { runsKey } from '../runs/runs.api.ts';
import { endpointLetters, type RunnableKind, type RunnableTarget } from './runnable.ts';

/** Key of everything about the scripts, flows or agents of a workspace. */
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
export const schedulesOfQuery = (workspace: string, { kind, path }: RunnableTarget<RunnableKind>, isEnabled: boolean) =>
  queryOptions({
    queryKey: [workspace, 'schedules', 'of', kind, path],
    queryFn: ({ signal }) =>
      api
        .get<Page<ScheduleRow>>(inWorkspace(workspace, '/schedules'), { target: path, limit: 20 }, signal)
        .then((page) => page.items.filter(({ target }) => target.kind === kind)),
    enabled: isEnabled,
  });

/** Something that can be run, to choose from. */
export type PickableRunnable<Kind extends RunnableKind = 'script' | 'flow'> = { kind: Kind; path: string; summary: string; language: string | null };

const mostPickable = 12;

/** How those of a kind are looked for. */
const searches: { readonly [Kind in RunnableKind]: (workspace: string, search: string, signal: AbortSignal) => Promise<PickableRunnable<Kind>[]> } = {
  script: async (workspace, search, signal) => {
    const { items } = await api.get<Page<ScriptRow>>(inWorkspace(workspace, '/scripts'), { search, limit: mostPickable }, signal);
    return items.filter((row) => row.has_main).map(({ path, summary, language }) => ({ kind: 'script', path, summary, language }));
  },
  flow: async (workspace, search, signal) => {
    const { items } = await api.get<Page<FlowRow>>(inWorkspace(workspace, '/flows'), { search, limit: mostPickable }, signal);
    return items.map(({ path, summary }) => ({ kind: 'flow', path, summary, language: null }));
  },
  agent: async (workspace, search, signal) => {
    const { items } = await api.get<Page<AgentRow>>(inWorkspace(workspace, '/agents'), { search, limit: mostPickable }, signal);
    return items.map(({ path, summary }) => ({ kind: 'agent', path, summary, language: null }));
  },
};

/** Scripts and flows (or whatever kinds are asked for) whose names or summaries contain a text. */
export const runnablesQuery = <Kind extends RunnableKind = 'script' | 'flow'>(
  workspace: string,
  search: string,
  kinds: readonly Kind[] = ['script', 'flow'] as readonly RunnableKind[] as readonly Kind[],
) =>
  queryOptions({
    queryKey: [workspace, 'runnables', search, kinds],
    queryFn: async ({ signal }): Promise<PickableRunnable<Kind>[]> => {
      const found = await Promise.all(kinds.map((kind) => searches[kind](workspace, search, signal) as Promise<PickableRunnable<Kind>[]>));
      return found.flat();
    },
    staleTime: 15_000,
  });

/** What takes arguments, for a form of them. */
export const runnableFormQuery = (workspace: string, { kind, path }: RunnableTarget<RunnableKind>) =>
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
