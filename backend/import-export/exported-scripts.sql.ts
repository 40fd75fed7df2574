import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import type { LanguageName } from '../languages/language.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';

/** The current version of a live script, as its files need it. */
export type ExportedScriptRow = {
  path: string;
  language: LanguageName;
  content: string;
  lock: string;
  summary: string;
  description: string;
  schema: JsonObject;
  settings: ScriptSettings;
};

/** Every live script of a workspace. */
export function exportedScripts(workspaceId: string): Statement {
  return {
    text: `
select s.path, v.language, v.content, v.lock, v.summary, v.description, v.schema, v.settings
from script s join script_version v on v.script_id = s.id and v.version = s.current_version
where s.workspace_id = $1 and s.archived_at is null order by s.path`,
    values: [workspaceId],
  };
}
