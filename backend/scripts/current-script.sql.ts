import type { Statement } from '../database/database.ts';

/** What decides whether a prepared script is still the one to run. */
export type CurrentScriptRow = {
  version_id: string;
  version: number;
  /** Current versions of all scripts that it imports, transitively, in the order of their paths. */
  imported_version_ids: string[];
};

/**
 * Text of a select for the version to run at a path: `version_id`, `version`, `imported_version_ids`. The arguments are
 * placeholders or columns, so that it can stand alone or inside the statement that writes the job. `version` may be null:
 * the current one. No row: nothing runs there.
 *
 * Two lookups by unique index. A script without imports, the common case, never touches the recursive part.
 */
export const currentScriptText = (workspace: string, path: string, version: string): string => `
select version_.id as version_id, version_.version, ${importedVersionsText('version_')} as imported_version_ids
from script script_
join script_version version_ on version_.script_id = script_.id and version_.version = coalesce(${version}, script_.current_version)
where script_.workspace_id = ${workspace} and script_.path = ${path} and script_.archived_at is null`;

/**
 * Text of an expression: ids of the versions that a version (an alias of `script_version`) imports today, transitively.
 * Imports always mean the current version, so that whoever imports a shared script runs its newest code. An archived script
 * still serves those who import it.
 */
export const importedVersionsText = (version: string): string => `
case when ${version}.imports = '{}' then '{}'::uuid[] else array(
  with recursive reached as (
    select import.path, found.id, found.imports
    from unnest(${version}.imports) as import(path)
    cross join lateral (${currentImportText('import.path', `${version}.workspace_id`)}) as found
    union
    select import.path, found.id, found.imports
    from reached
    cross join lateral unnest(reached.imports) as import(path)
    cross join lateral (${currentImportText('import.path', `${version}.workspace_id`)}) as found
  )
  select id from reached where id <> ${version}.id order by path
) end`;

const currentImportText = (path: string, workspace: string): string => `
select imported_version.id, imported_version.imports
from script imported
join script_version imported_version on imported_version.script_id = imported.id and imported_version.version = imported.current_version
where imported.workspace_id = ${workspace} and imported.path = ${path}
order by imported.archived_at desc nulls first limit 1`;

/** The version to run at a path, by itself. */
export function currentScript(workspaceId: string, path: string, version: number | null): Statement {
  return { name: 'current_script', text: currentScriptText('$1', '$2', '$3::integer'), values: [workspaceId, path, version] };
}

/** What a version imports today, by itself. */
export function importedVersions(versionId: string): Statement {
  return {
    name: 'imported_versions',
    text: `select version_.id as version_id, version_.version, ${importedVersionsText('version_')} as imported_version_ids from script_version version_ where version_.id = $1`,
    values: [versionId],
  };
}
