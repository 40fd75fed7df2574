import type { Statement } from '../database/database.ts';

/** A folder with what it holds. */
export type FolderRow = {
  name: string;
  summary: string;
  version: number;
  created_by: string;
  created_at: Date;
  scripts: number;
  flows: number;
  agents: number;
  apps: number;
  resources: number;
  variables: number;
  schedules: number;
};

/** The folders of a workspace, or one of them. The counts are one aggregate per kind, not one query per folder. */
export const listFolders = (workspaceId: string, name: string | null): Statement => ({
  name: 'list_folders',
  text: `
    with items as (
      select split_part(path, '/', 2) as folder, 'script' as kind from script where workspace_id = $1 and archived_at is null and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'flow' from flow where workspace_id = $1 and archived_at is null and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'app' from app where workspace_id = $1 and archived_at is null and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'agent' from agent where workspace_id = $1 and archived_at is null and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'resource' from resource where workspace_id = $1 and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'variable' from variable where workspace_id = $1 and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
      union all select split_part(path, '/', 2), 'schedule' from schedule where workspace_id = $1 and starts_with(path, coalesce('f/' || $2::text || '/', 'f/'))
    ), counted as (
      select folder, count(*) filter (where kind = 'script')::integer as scripts, count(*) filter (where kind = 'flow')::integer as flows, count(*) filter (where kind = 'agent')::integer as agents, count(*) filter (where kind = 'app')::integer as apps, count(*) filter (where kind = 'resource')::integer as resources,
        count(*) filter (where kind = 'variable')::integer as variables, count(*) filter (where kind = 'schedule')::integer as schedules
      from items group by folder
    )
    select f.name, f.summary, f.version, f.created_by, f.created_at, coalesce(c.scripts, 0) as scripts, coalesce(c.flows, 0) as flows, coalesce(c.agents, 0) as agents, coalesce(c.apps, 0) as apps, coalesce(c.resources, 0) as resources, coalesce(c.variables, 0) as variables, coalesce(c.schedules, 0) as schedules
    from folder f left join counted c on c.folder = f.name
    where f.workspace_id = $1 and ($2::text is null or f.name = $2)
    order by f.name`,
  values: [workspaceId, name],
});

/**
 * What still lies in folder `$2`, archived scripts included: whoever made a folder of that name later would own it. Counted
 * under the lock of the folder's row, which everything that is put into a folder takes as well.
 */
export const leftInFolder = `
  select
    (select count(*)::integer from script where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is null) as scripts,
    (select count(*)::integer from script where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is not null) as archived_scripts,
    (select count(*)::integer from flow where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is null) as flows,
    (select count(*)::integer from flow where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is not null) as archived_flows,
    (select count(*)::integer from agent where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is null) as agents,
    (select count(*)::integer from agent where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is not null) as archived_agents,
    (select count(*)::integer from app where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is null) as apps,
    (select count(*)::integer from app where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and archived_at is not null) as archived_apps,
    (select count(*)::integer from app_draft d where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/') and not exists (select from app a where a.workspace_id = $1 and a.path = d.path)) as unreleased_apps,
    (select count(*)::integer from resource where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/')) as resources,
    (select count(*)::integer from variable where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/')) as variables,
    (select count(*)::integer from schedule where workspace_id = $1 and starts_with(path, 'f/' || $2::text || '/')) as schedules`;

/** Grants on folder `$2` and on items that were in it. */
export const forgetFolderGrants = `
  delete from grant_ where workspace_id = $1 and ((object_kind = 'folder' and object_path = $2) or (object_kind <> 'folder' and starts_with(object_path, 'f/' || $2::text || '/')))`;
