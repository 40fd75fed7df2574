import type { JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import type { LanguageName } from '../languages/language.ts';
import type { ScriptSettings } from './scripts.contract.ts';

/** A version with its source, and the path at which its script is now. */
export type VersionSourceRow = {
  id: string;
  path: string;
  version: number;
  language: LanguageName;
  content: string;
  lock: string;
  has_main: boolean;
  is_workflow: boolean;
  imports: string[];
  schema: JsonObject;
  settings: ScriptSettings;
};

/** The sources of some versions, in the order of their paths. */
export function versionSources(ids: readonly string[]): Statement {
  return {
    name: 'version_sources',
    text: `
select v.id, s.path, v.version, v.language, v.content, v.lock, v.has_main, v.is_workflow, v.imports, v.schema, v.settings
from script_version v join script s on s.id = v.script_id
where v.id = any($1::uuid[]) order by s.path`,
    values: [ids],
  };
}
