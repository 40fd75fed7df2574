import type { QueryClient } from '@tanstack/react-query';
import type { AppAction, AppRun } from '../../../../backend/apps/app.contract.ts';
import { inlineCodePath } from '../../../../backend/apps/core/inline-code.ts';
import type { JsonSchema } from '../../../../backend/expressions/core/json-schema.ts';
import { api, inWorkspace } from '../../../api/client.ts';
import { signatureQuery } from '../../../scripts/scripts.api.ts';
import { runPreview } from '../../../runs/runs.api.ts';

const kindLetters = { script: 'p', flow: 'f', agent: 'a' } as const;
const routes = { script: 'scripts', flow: 'flows', agent: 'agents' } as const;

/** Settings that code of an app may have, as those of a script. */
export const settingsOf = ({
  is_read_only: isReadOnly,
  timeout_s: timeout,
}: Extract<AppRun, { kind: 'inline' }>): { is_read_only?: boolean; timeout_s?: number } => ({
  ...(isReadOnly ? { is_read_only: true } : {}),
  ...(timeout === undefined ? {} : { timeout_s: timeout }),
});

/** Runs what an action of the working copy runs, as the person who edits it; gives the id of the job. */
export function startOnCanvas(workspace: string, appPath: string, { id, run }: AppAction, args: Readonly<Record<string, unknown>>): Promise<string> {
  if (run.kind !== 'inline') return api.post<string>(inWorkspace(workspace, `/jobs/run/${kindLetters[run.kind]}/${run.path}`), args);
  const { language, content } = run;
  const given = args as Parameters<typeof runPreview>[1]['args'];
  return runPreview(workspace, { language, content, args: given, path: inlineCodePath(appPath, id), settings: settingsOf(run) });
}

/** What asks for the arguments of an action: of its own code as it is now, of anything else as it is deployed. */
export function schemaQuery(workspace: string, appPath: string, action: AppAction | undefined) {
  const run = action?.run;
  return {
    queryKey: [workspace, 'apps', 'schema of', run?.kind === 'inline' ? [appPath, action?.id, run.language, run.content] : [run?.kind, run?.path]],
    queryFn: async ({ signal, client }: { signal: AbortSignal; client: QueryClient }): Promise<JsonSchema> => {
      if (!action || !run) return {};
      if (run.kind !== 'inline')
        return (await api.get<{ schema: JsonSchema }>(inWorkspace(workspace, `/${routes[run.kind]}/${run.path}`), undefined, signal)).schema;
      const { language, content } = run;
      const found = await client.fetchQuery(signatureQuery(workspace, { language, content, path: inlineCodePath(appPath, action.id) }));
      return found.schema as JsonSchema;
    },
    enabled: run !== undefined,
  };
}
