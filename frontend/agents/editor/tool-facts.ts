import type { QueryClient } from '@tanstack/react-query';
import type { JsonObject } from '../../../backend/common/json.ts';
import type { RunnableKind, RunnableTarget } from '../../runnables/runnable.ts';
import { runnableFormQuery } from '../../runnables/runnables.api.ts';
import { scriptQuery } from '../../scripts/scripts.api.ts';

/** What a tool begins with follows from these: whether it promises to change nothing (only scripts do), and its arguments. */
export type ToolFacts = { isReadOnly: boolean; schema: JsonObject };

/** Reads what is known of something that runs. */
export async function toolFactsOf(client: QueryClient, workspace: string, { kind, path }: RunnableTarget<RunnableKind>): Promise<ToolFacts> {
  if (kind !== 'script') return { isReadOnly: false, schema: (await client.fetchQuery(runnableFormQuery(workspace, { kind, path }))).schema };
  const { settings, schema } = await client.fetchQuery(scriptQuery(workspace, path));
  return { isReadOnly: settings.is_read_only ?? false, schema };
}
