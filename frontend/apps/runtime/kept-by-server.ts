import type { AppExport, BeginExport } from '../../../backend/apps/exports/exports.contract.ts';
import type { SavedView } from '../../../backend/apps/saved-views/saved-views.contract.ts';
import type { KeptViews, RowsExports } from '../../../components/view.ts';
import { addressOf, api, inWorkspace } from '../../api/client.ts';

/** The live release that a member has open. */
export type OpenRelease = { readonly workspace: string; readonly path: string; readonly release: number };

/** Views of tables, for the person who looks. */
export function keptViews({ workspace, path }: OpenRelease): KeptViews {
  const at = (component: string): string => inWorkspace(workspace, `/app_saved_views/${component}/${path}`);
  return {
    list: async (component) => (await api.get<{ items: SavedView[] }>(at(component))).items,
    put: async (component, view) => void (await api.put<SavedView>(at(component), view)),
    remove: (component, name) => api.delete(at(component), { name }),
  };
}

/** Seconds for which one request waits for the next rows of an export. */
const waitSeconds = 20;

/** Files of all rows, made by the server. `argumentsOf` computes what the action is given besides the question. */
export function rowsExports(
  { workspace, path, release }: OpenRelease,
  argumentsOf: (action: string) => Promise<Readonly<Record<string, unknown>>>,
): RowsExports {
  const at = (rest: string): string => inWorkspace(workspace, `/app_exports/${rest}`);
  return {
    begin: async (action, wanted) => {
      const args = await argumentsOf(action);
      const body = { ...wanted, columns: [...wanted.columns], args, version: release } as unknown as BeginExport;
      return api.post<AppExport>(inWorkspace(workspace, `/app_actions/${action}/export/${path}`), body);
    },
    follow: (id) => api.get<AppExport>(at(id), { wait_s: waitSeconds }),
    cancel: async (id) => void (await api.post<AppExport>(at(`${id}/cancel`))),
    addressOf: (id) => addressOf(at(`${id}/file`)),
  };
}
