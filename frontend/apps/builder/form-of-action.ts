import type { QueryClient } from '@tanstack/react-query';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { schemaQuery } from './code/run-of-action.ts';

/** What an action of the working copy still asks for, from its runnable as it is now; a release keeps that of its version. */
export async function formOfAction(client: QueryClient, workspace: string, appPath: string, document: AppDocument, id: string): Promise<unknown> {
  const action = document.actions.find((candidate) => candidate.id === id);
  if (!action || action.run.kind === 'agent') return null;
  try {
    const schema = await client.fetchQuery(schemaQuery(workspace, appPath, action));
    const isLeft = (name: string): boolean => !Object.hasOwn(action.args, name);
    return {
      ...schema,
      properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => isLeft(name))),
      required: (schema.required ?? []).filter(isLeft),
    };
  } catch (error) {
    if (isApiError(error)) return null;
    throw error;
  }
}
