import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import { api, inWorkspace } from '../../api/client.ts';
import { isApiError } from '../../api/api-error.ts';

type Schema = { properties?: Record<string, unknown>; required?: string[] };

/** What an action of the working copy still asks for, from its runnable as it is now; a release keeps that of its version. */
export async function formOfAction(workspace: string, document: AppDocument, id: string): Promise<unknown> {
  const action = document.actions.find((candidate) => candidate.id === id);
  if (!action || action.run.kind === 'agent') return null;
  try {
    const { schema } = await api.get<{ schema: Schema }>(inWorkspace(workspace, `/${action.run.kind}s/${action.run.path}`));
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
