import type { QueryClient } from '@tanstack/react-query';
import type { RunnableKind, RunnableTarget } from '../../runnables/runnable.ts';
import { scriptQuery } from '../../scripts/scripts.api.ts';

/** Whether something promises to change nothing: only scripts do. */
export async function isReadOnlyRunnable(client: QueryClient, workspace: string, { kind, path }: RunnableTarget<RunnableKind>): Promise<boolean> {
  if (kind !== 'script') return false;
  const script = await client.fetchQuery(scriptQuery(workspace, path));
  return script.settings.is_read_only ?? false;
}
