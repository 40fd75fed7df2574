import type { Statement } from '../database/database.ts';
import type { LanguageName } from '../languages/language.ts';

/** A script that imports another one, directly or through others. */
export type ImporterRow = {
  script_id: string;
  path: string;
  version: number;
  language: LanguageName;
  content: string;
  lock: string;
  imports: string[];
  is_direct: boolean;
};

/** Every live script whose current version imports the script at a path. Walks the index on `imports` upwards. */
export function importersOf(workspaceId: string, path: string): Statement {
  return {
    text: `
with recursive importer as (
  select s.id as script_id, s.path, v.version, v.language, v.content, v.lock, v.imports
  from script_version v join script s on s.id = v.script_id and s.current_version = v.version
  where v.imports @> array[$2::text] and s.workspace_id = $1 and s.archived_at is null and s.path <> $2
  union
  select s.id, s.path, v.version, v.language, v.content, v.lock, v.imports
  from importer
  join script_version v on v.imports @> array[importer.path]
  join script s on s.id = v.script_id and s.current_version = v.version
  where s.workspace_id = $1 and s.archived_at is null and s.path <> $2
)
select importer.*, importer.imports @> array[$2::text] as is_direct from importer order by path`,
    values: [workspaceId, path],
  };
}
