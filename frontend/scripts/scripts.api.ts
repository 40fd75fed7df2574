import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../backend/common/page.ts';
import type { InferSignature, LanguageInfo, PutScript, Script, ScriptVersionRow, SignatureInfo } from '../../backend/scripts/scripts.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about scripts of a workspace. */
export const scriptsKey = (workspace: string) => [workspace, 'scripts'] as const;

/** A script as it is now, or one of its versions. */
export const scriptQuery = (workspace: string, path: string, version?: number) =>
  queryOptions({
    queryKey: [...scriptsKey(workspace), 'one', path, version ?? null],
    queryFn: ({ signal }) => api.get<Script>(inWorkspace(workspace, `/scripts/${path}`), { version }, signal),
    // A version never changes; the newest one may be another in a moment.
    staleTime: version === undefined ? undefined : Infinity,
  });

/** Key of the versions of a script. */
export const versionsKey = (workspace: string, path: string) => [...scriptsKey(workspace), 'versions', path] as const;
/** The newest versions of a script. */
export const versionsQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...versionsKey(workspace, path), 'first'],
    queryFn: ({ signal }) => api.get<Page<ScriptVersionRow>>(inWorkspace(workspace, `/script_versions/${path}`), { limit: 50 }, signal),
  });

/** Languages that a script can be written in. */
export const languagesQuery = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'languages'],
    queryFn: ({ signal }) => api.get<{ items: LanguageInfo[] }>(inWorkspace(workspace, '/languages'), undefined, signal).then((answer) => answer.items),
    staleTime: Infinity,
  });

/** What code says about its arguments. Kept for a while, so that going back and forth asks nothing. */
export const signatureQuery = (workspace: string, input: InferSignature) =>
  queryOptions({
    queryKey: [workspace, 'signature', input],
    queryFn: ({ signal }) => api.post<SignatureInfo>(inWorkspace(workspace, '/signature'), input, { signal }),
    staleTime: Infinity,
    gcTime: 60_000,
  });

/** Deploys: makes the script, or its next version. */
export const putScript = (workspace: string, path: string, input: PutScript): Promise<Script> =>
  api.put<Script>(inWorkspace(workspace, `/scripts/${path}`), input);
/** Makes an earlier version the newest: its code and settings become another version. */
export async function restoreVersion(workspace: string, current: Script, version: number): Promise<Script> {
  const { language, content, summary, description, settings } = await api.get<Script>(inWorkspace(workspace, `/scripts/${current.path}`), { version });
  return putScript(workspace, current.path, {
    language,
    content,
    summary,
    description,
    settings,
    message: `Restore version ${version}`,
    if_version: current.version,
  });
}
