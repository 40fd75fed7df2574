import type { Auth } from '../access/core/auth.ts';
import type { Statement } from '../database/database.ts';

/** What the page of consent shows of a workspace. */
export type ConsentFactsRow = { name: string; folders: string[] };

/** The name of the workspace, and the folders of which the person holds anything. */
export function consentFacts(auth: Auth): Statement {
  return {
    name: 'consent_facts',
    text: `
      select w.name, coalesce((
        select array_agg(f.name order by lower(f.name)) from folder f where f.workspace_id = w.id and ($2::boolean or f.name = any ($3::text[]))
      ), '{}') as folders
      from workspace w where w.id = $1`,
    values: [auth.workspaceId, auth.role === 'admin', [...auth.folders.keys()]],
  };
}
