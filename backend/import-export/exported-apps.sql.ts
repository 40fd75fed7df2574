import type { AppDocument } from '../apps/app.contract.ts';
import type { PolicyEntry } from '../apps/core/policy.ts';
import type { Statement } from '../database/database.ts';

/** The live release of an app, as its files need it. */
export type ExportedAppRow = { path: string; document: AppDocument; policy: readonly PolicyEntry[]; summary: string; description: string };

/** Every app of a workspace that is released and not archived. */
export function exportedApps(workspaceId: string): Statement {
  return {
    text: `
select a.path, v.document, v.policy, v.summary, v.description
from app a join app_version v on v.app_id = a.id and v.version = a.current_version
where a.workspace_id = $1 and a.archived_at is null order by a.path`,
    values: [workspaceId],
  };
}
