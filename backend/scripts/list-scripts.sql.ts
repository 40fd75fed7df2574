import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { LanguageName } from '../languages/language.ts';
import type { RunBar, ScriptQuery } from './scripts.contract.ts';

/** A row of the list of scripts. `sort_key` is the time with all its digits, for the cursor. */
export type ScriptListRow = {
  id: string;
  path: string;
  language: LanguageName;
  summary: string;
  version: number;
  has_main: boolean;
  updated_by: string;
  updated_at: Date;
  sort_key: string;
  is_favourite: boolean;
  has_draft: boolean;
  runs: RunBar[] | null;
  last_run_at: Date | null;
};

/** Bars of past runs that a row shows. */
const shownRuns = 20;

/**
 * A page of the scripts that `auth` may read, newest change first, with its stars, drafts and the last runs of each. The
 * page is cut before anything is joined: the cost is that of the page, not of the workspace. Fetches one row more than asked.
 */
export function listScripts(auth: Auth, query: ScriptQuery): Statement {
  const parameters = new Parameters();
  const conditions = [
    `s.workspace_id = ${parameters.add(auth.workspaceId)}`,
    `s.archived_at is ${query.archived ? 'not null' : 'null'}`,
    visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters),
  ];
  if (query.folder) conditions.push(`starts_with(s.path, ${parameters.add(`${query.folder}/`)})`);
  if (query.language) conditions.push(`v.language = ${parameters.add(query.language)}`);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(s.path ilike ${pattern} or v.summary ilike ${pattern})`);
  }
  const after = decodeCursor(query.after, ['time', 'id']);
  if (after) conditions.push(`(s.updated_at, s.id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  const [workspace, user] = [parameters.add(auth.workspaceId), parameters.add(auth.userId)];
  const text = `
with page as (
  select s.id, s.path, s.updated_at, v.language, v.summary, v.version, v.has_main, v.created_by
  from script s join script_version v on v.script_id = s.id and v.version = s.current_version
  where ${conditions.join(' and ')}
  order by s.updated_at desc, s.id desc limit ${parameters.add(query.limit + 1)}
)
select page.id, page.path, page.language, page.summary, page.version, page.has_main, page.created_by as updated_by, page.updated_at, page.updated_at::text as sort_key,
  exists (select from favourite f where f.workspace_id = ${workspace} and f.user_id = ${user} and f.kind = 'script' and f.path = page.path) as is_favourite,
  exists (select from draft d where d.workspace_id = ${workspace} and d.user_id = ${user} and d.kind = 'script' and d.path = page.path) as has_draft,
  run.bars as runs, run.last_at as last_run_at
from page
left join lateral (
  select json_agg(json_build_object('id', j.id, 'status', j.status, 'duration_ms', round(extract(epoch from j.ended_at - j.started_at) * 1000)) order by j.created_at, j.id) as bars, max(j.created_at) as last_at
  from (
    select id, status, created_at, started_at, ended_at from job
    where workspace_id = ${workspace} and path = page.path and kind = 'script'
    order by created_at desc, id desc limit ${shownRuns}
  ) as j
) as run on true
order by page.updated_at desc, page.id desc`;
  return { text, values: parameters.values };
}
