import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';
import { listVersioned, type VersionedListRow } from '../items/list-versioned.sql.ts';
import type { LanguageName } from '../languages/language.ts';
import type { ScriptQuery } from './scripts.contract.ts';

/** A row of the list of scripts. */
export type ScriptListRow = VersionedListRow & { language: LanguageName; has_main: boolean; is_workflow: boolean };

/** A page of the scripts that `auth` may read. */
export function listScripts(auth: Auth, query: ScriptQuery): Statement {
  const { language } = query;
  return listVersioned(
    auth,
    { kind: 'script', columns: ['language', 'has_main', 'is_workflow'], where: (parameters) => (language ? [`v.language = ${parameters.add(language)}`] : []) },
    query,
  );
}
