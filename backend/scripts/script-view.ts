import type { Auth } from '../access/core/auth.ts';
import { myLevel } from '../items/my-level.ts';
import type { JsonObject } from '../common/json.ts';
import type { ScriptListRow } from './list-scripts.sql.ts';
import type { Script, ScriptRow, ScriptSettings } from './scripts.contract.ts';
import type { VersionedScript } from './scripts.repository.ts';

/** A version of a script as the API shows it. */
export function toScript(auth: Auth, { item, version }: VersionedScript, isFavourite: boolean): Script {
  return {
    path: item.path,
    language: version.language,
    content: version.content,
    summary: version.summary,
    description: version.description,
    schema: version.schema as JsonObject,
    has_main: version.hasMain,
    is_workflow: version.isWorkflow,
    lock: version.lock,
    settings: version.settings as ScriptSettings,
    version: version.version,
    hash: version.hash,
    message: version.message,
    created_by: version.createdBy,
    created_at: version.createdAt.toISOString(),
    is_current: version.version === item.currentVersion,
    my_level: myLevel(auth, 'script', item.path),
    is_favourite: isFavourite,
  };
}

/** A row of the list. */
export function toScriptRow(auth: Auth, row: ScriptListRow): ScriptRow {
  return {
    path: row.path,
    language: row.language,
    summary: row.summary,
    version: row.version,
    has_main: row.has_main,
    is_workflow: row.is_workflow,
    updated_by: row.updated_by,
    updated_at: row.updated_at.toISOString(),
    my_level: myLevel(auth, 'script', row.path),
    is_favourite: row.is_favourite,
    has_draft: row.has_draft,
    runs: row.runs ?? [],
    last_run_at: row.last_run_at?.toISOString() ?? null,
  };
}
