import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { RunBar } from './versioned-item.contract.ts';
import type { VersionedKind } from './versioned-items.ts';

/** What a row of the list of any versioned kind has. `sort_key` is the time with all its digits, for the cursor. */
export type VersionedListRow = {
  id: string;
  path: string;
  summary: string;
  version: number;
  updated_by: string;
  updated_at: Date;
  sort_key: string;
  is_favourite: boolean;
  has_draft: boolean;
  runs: RunBar[] | null;
  last_run_at: Date | null;
};

/** What a list is narrowed to. */
export type VersionedFilter = {
  limit: number;
  after?: string | undefined;
  folder?: string | undefined;
  search?: string | undefined;
  archived?: boolean | undefined;
};

/** What a kind adds: columns of its versions (`v`), and conditions on them. */
export type VersionedListing = { kind: VersionedKind; columns: readonly string[]; where?: (parameters: Parameters) => string[] };

/** Bars of past runs that a row shows. */
const shownRuns = 20;

/**
 * A page of the items that `auth` may read, newest change first, with its stars, drafts and the last runs of each. The
 * page is cut before anything is joined: the cost is that of the page, not of the workspace. Fetches one row more than asked.
 */
export function listVersioned(auth: Auth, { kind, columns, where }: VersionedListing, filter: VersionedFilter): Statement {
  const parameters = new Parameters();
  const conditions = [
    `i.workspace_id = ${parameters.add(auth.workspaceId)}`,
    `i.archived_at is ${filter.archived ? 'not null' : 'null'}`,
    visiblePaths(auth, `${kind}s:read`, kind, 'i.path', parameters),
    ...(where?.(parameters) ?? []),
  ];
  if (filter.folder) conditions.push(`starts_with(i.path, ${parameters.add(`${filter.folder}/`)})`);
  if (filter.search) {
    const pattern = parameters.add(containing(filter.search));
    conditions.push(`(i.path ilike ${pattern} or v.summary ilike ${pattern})`);
  }
  const after = decodeCursor(filter.after, ['time', 'id']);
  if (after) conditions.push(`(i.updated_at, i.id) < (${parameters.add(after[0])}::timestamptz, ${parameters.add(after[1])}::uuid)`);
  const [workspace, user] = [parameters.add(auth.workspaceId), parameters.add(auth.userId)];
  const marked = (table: 'favourite' | 'draft'): string =>
    `exists (select from ${table} m where m.workspace_id = ${workspace} and m.user_id = ${user} and m.kind = '${kind}' and m.path = page.path)`;
  const own = columns.map((column) => `, ${column}`).join('');
  const text = `
with page as (
  select i.id, i.path, i.updated_at, v.summary, v.version, v.created_by${columns.map((column) => `, v.${column}`).join('')}
  from ${kind} i join ${kind}_version v on v.${kind}_id = i.id and v.version = i.current_version
  where ${conditions.join(' and ')}
  order by i.updated_at desc, i.id desc limit ${parameters.add(filter.limit + 1)}
)
select page.id, page.path, page.summary, page.version, page.created_by as updated_by, page.updated_at, page.updated_at::text as sort_key${own},
  ${marked('favourite')} as is_favourite, ${marked('draft')} as has_draft,
  run.bars as runs, run.last_at as last_run_at
from page
left join lateral (
  select json_agg(json_build_object('id', j.id, 'status', j.status, 'duration_ms', round(extract(epoch from j.ended_at - j.started_at) * 1000)) order by j.created_at, j.id) as bars, max(j.created_at) as last_at
  from (
    select id, status, created_at, started_at, ended_at from job
    where workspace_id = ${workspace} and path = page.path and kind = '${kind}'
    order by created_at desc, id desc limit ${shownRuns}
  ) as j
) as run on true
order by page.updated_at desc, page.id desc`;
  return { text, values: parameters.values };
}
