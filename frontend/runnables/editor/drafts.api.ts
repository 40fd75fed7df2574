import { queryOptions } from '@tanstack/react-query';
import type { JsonObject } from '../../../backend/common/json.ts';
import type { Draft, PutDraft } from '../../../backend/scripts/scripts.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { api, inWorkspace } from '../../api/client.ts';
import type { RunnableKind } from '../runnable.ts';

const pathOf = (workspace: string, kind: RunnableKind, path: string): string => inWorkspace(workspace, `/drafts/${kind}/${path}`);

/** The person's unreleased edit, or null. It is read when the editor opens and not behind the author's back. */
export const draftQuery = (workspace: string, kind: RunnableKind, path: string) =>
  queryOptions({
    queryKey: [workspace, 'draft', kind, path],
    queryFn: async ({ signal }): Promise<Draft | null> => {
      try {
        return await api.get<Draft>(pathOf(workspace, kind, path), undefined, signal);
      } catch (error) {
        if (isApiError(error) && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Keeps an unreleased edit. */
export const putDraft = (workspace: string, kind: RunnableKind, path: string, value: JsonObject, basedOn: number | null): Promise<Draft> =>
  api.put<Draft>(pathOf(workspace, kind, path), { value, based_on: basedOn } satisfies PutDraft);
/** Throws an unreleased edit away. */
export const deleteDraft = (workspace: string, kind: RunnableKind, path: string): Promise<void> => api.delete(pathOf(workspace, kind, path));
