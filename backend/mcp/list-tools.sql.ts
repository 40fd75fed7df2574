import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import { plainNameSql, stemLength } from './core/tool-name.ts';
import type { McpToolKind, McpToolKindName } from './mcp-tools.ts';

/** A runnable that a caller may use as a tool. `sharing`: how many of those have the same plain name. */
export type ToolRow = {
  kind: McpToolKindName;
  path: string;
  sharing: number;
  summary: string;
  description: string;
  schema: JsonObject;
  is_read_only: boolean;
};

/** Everything that `auth` may run, of all kinds, as the CTE `tool`: paths and names only, so that counting who shares a name reads no schema. */
function toolsText(auth: Auth, kinds: readonly McpToolKind[], parameters: Parameters): string {
  const workspace = parameters.add(auth.workspaceId);
  const each = kinds.map(
    ({ kind, isRunnable }) => `
    select '${kind}'::text as kind, i.path, v.id as version_id, ${plainNameSql('i.path')} as plain, ${kind === 'agent' ? 'true' : `v.summary <> ''`} as is_described
    from ${kind} i join ${kind}_version v on v.${kind}_id = i.id and v.version = i.current_version
    where i.workspace_id = ${workspace} and i.archived_at is null ${isRunnable ? `and ${isRunnable}` : ''} and ${visiblePaths(auth, 'jobs:run', kind, 'i.path', parameters)}`,
  );
  return `tool as (select *, count(*) over (partition by plain)::integer as sharing from (${each.join(' union all ')}) as any_kind)`;
}

/** The versions of a page with what the list tells of them. */
const detailsText = (kinds: readonly McpToolKind[]): string => `
  cross join lateral (${kinds
    .map(
      ({ kind, isReadOnly = 'false' }) =>
        `select v.summary, v.description, v.schema, ${isReadOnly} as is_read_only from ${kind}_version v where page.kind = '${kind}' and v.id = page.version_id`,
    )
    .join(' union all ')}) as details`;

/** Which part of the tools of a caller is asked for. `onlyDescribed`: agents, and what its author has given a summary. */
export type ToolsPage = { limit: number; after: readonly [path: string, kind: string] | null; onlyDescribed?: boolean };

/** A page of the tools of a caller, by path. Fetches one row more than asked. */
export function listTools(auth: Auth, kinds: readonly McpToolKind[], { limit, after, onlyDescribed = false }: ToolsPage): Statement {
  const parameters = new Parameters();
  const tools = toolsText(auth, kinds, parameters);
  const conditions = [
    ...(after ? [`(path collate "C", kind collate "C") > (${parameters.add(after[0])}, ${parameters.add(after[1])})`] : []),
    ...(onlyDescribed ? ['is_described'] : []),
  ];
  const begin = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  return {
    text: `
with ${tools}, page as (select * from tool ${begin} order by path collate "C", kind collate "C" limit ${parameters.add(limit + 1)})
select page.kind, page.path, page.sharing, details.* from page ${detailsText(kinds)} order by page.path collate "C", page.kind collate "C"`,
    values: parameters.values,
  };
}

/** The tools that a name may mean. */
export function findTools(auth: Auth, kinds: readonly McpToolKind[], { plain, stem }: { plain: string; stem: string | null }): Statement {
  const parameters = new Parameters();
  const tools = toolsText(auth, kinds, parameters);
  const isNamed = `plain = ${parameters.add(plain)}${stem === null ? '' : ` or left(plain, ${stemLength}) = ${parameters.add(stem)}`}`;
  return {
    text: `with ${tools}, page as (select * from tool where ${isNamed} limit 1000) select page.kind, page.path, page.sharing, details.* from page ${detailsText(kinds)}`,
    values: parameters.values,
  };
}
