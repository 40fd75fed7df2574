import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { VersionedItemQuery } from '../items/versioned-item.contract.ts';

/** A row of the list of apps. */
export type AppListRow = {
  path: string;
  summary: string;
  version: number | null;
  page_count: number;
  updated_by: string;
  updated_at: Date;
  is_favourite: boolean;
  has_draft: boolean;
};

/**
 * A page of the apps that `auth` may read, by path: live ones, and those that were never released for who may edit them. A working copy that
 * equals the release does not count as a draft. Fetches one row more than asked.
 */
export function listApps(auth: Auth, query: VersionedItemQuery): Statement {
  const parameters = new Parameters();
  const [workspace, user] = [parameters.add(auth.workspaceId), parameters.add(auth.userId)];
  const conditions = [
    `((released.id is not null and ${visiblePaths(auth, 'apps:read', 'app', 'path', parameters)}) or ${visiblePaths(auth, 'apps:write', 'app', 'path', parameters)})`,
  ];
  if (query.folder) conditions.push(`starts_with(path, ${parameters.add(`${query.folder}/`)})`);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(path ilike ${pattern} or coalesce(released.summary, draft.summary) ilike ${pattern})`);
  }
  if (query.after !== undefined) conditions.push(`path collate "C" > ${parameters.add(query.after)}`);
  const drafts = query.archived ? 'select * from app_draft where false' : `select * from app_draft where workspace_id = ${workspace}`;
  const text = `
with released as (
  select a.id, a.path, a.updated_at, v.version, v.summary, v.page_count, v.created_by, v.document
  from app a join app_version v on v.app_id = a.id and v.version = a.current_version
  where a.workspace_id = ${workspace} and a.archived_at is ${query.archived ? 'not null' : 'null'}
), draft as (${drafts})
select path, coalesce(released.summary, draft.summary) as summary, released.version, coalesce(released.page_count, json_array_length(draft.document->'pages')) as page_count,
  coalesce(released.created_by, draft.updated_by) as updated_by, greatest(released.updated_at, draft.updated_at) as updated_at,
  exists (select from favourite m where m.workspace_id = ${workspace} and m.user_id = ${user} and m.kind = 'app' and m.path = coalesce(released.path, draft.path)) as is_favourite,
  draft.path is not null and (released.id is null or draft.document::text is distinct from released.document::text) as has_draft
from released full join draft using (path)
where ${conditions.join(' and ')}
order by path collate "C" limit ${parameters.add(query.limit + 1)}`;
  return { text, values: parameters.values };
}
