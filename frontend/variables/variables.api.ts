import { queryOptions } from '@tanstack/react-query';
import type { PutVariable, Variable } from '../../backend/variables/variables.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about variables of a workspace. */
export const variablesKey = (workspace: string) => [workspace, 'variables'] as const;

/** One variable; the value of a secret is not in it. */
export const variableQuery = (workspace: string, path: string) =>
  queryOptions({
    queryKey: [...variablesKey(workspace), 'one', path],
    queryFn: ({ signal }) => api.get<Variable>(inWorkspace(workspace, `/variables/${path}`), undefined, signal),
  });

/** The value of a secret. Each reading is written down, so it is asked for on purpose and never kept. */
export const revealVariable = (workspace: string, path: string): Promise<string> =>
  api.get<{ value: string }>(inWorkspace(workspace, `/variables_value/${path}`)).then((answer) => answer.value);
/** Makes a variable or changes it. */
export const putVariable = (workspace: string, path: string, input: PutVariable): Promise<Variable> =>
  api.put<Variable>(inWorkspace(workspace, `/variables/${path}`), input);
/** Deletes a variable. */
export const deleteVariable = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/variables/${path}`));
