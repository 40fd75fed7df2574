import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import { decodeCursor } from '../common/page.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';
import type { SlackCommandQuery } from './slack.contract.ts';

/** A page of the ids of the bindings that `auth` may read, by path. Fetches one row more than asked. */
export function listSlackCommands(auth: Auth, query: SlackCommandQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`c.workspace_id = ${parameters.add(auth.workspaceId)}`, visiblePaths(auth, 'slack_commands:read', 'slack_command', 'c.path', parameters)];
  if (query.folder) conditions.push(`starts_with(c.path, ${parameters.add(`${query.folder}/`)})`);
  if (query.target) conditions.push(`c.runnable_path = ${parameters.add(query.target)}`);
  if (query.search) {
    const pattern = parameters.add(containing(query.search));
    conditions.push(`(c.path ilike ${pattern} or c.summary ilike ${pattern} or c.name ilike ${pattern})`);
  }
  const after = decodeCursor(query.after, ['text']);
  if (after) conditions.push(`c.path collate "C" > ${parameters.add(after[0])}`);
  // Byte order, whatever the locale of the database: the cursor compares as the index sorts.
  return {
    text: `select c.id, c.path from slack_command c where ${conditions.join(' and ')} order by c.path collate "C" limit ${parameters.add(query.limit + 1)}`,
    values: parameters.values,
  };
}
