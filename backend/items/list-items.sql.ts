import type { Action } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Statement } from '../database/database.ts';
import { containing, Parameters } from '../database/parameters.ts';

/** A table of items with `workspace_id`, `path`, `description`; its name is that of the kind. */
export type ListedTable = { action: Action; kind: 'resource' | 'variable'; columns: string };

/** What a list is narrowed to. `after` is the path of the last row of the page before. */
export type ListedFilter = {
  limit: number;
  after: string | undefined;
  folder?: string | undefined;
  search?: string | undefined;
  resource_type?: string | undefined;
};

/** A page of the items that `auth` may read, by path. Fetches one row more than asked. */
export function listItems(auth: Auth, { action, kind, columns }: ListedTable, filter: ListedFilter): Statement {
  const parameters = new Parameters();
  const conditions = [`workspace_id = ${parameters.add(auth.workspaceId)}`, visiblePaths(auth, action, kind, 'path', parameters)];
  if (filter.folder) conditions.push(`starts_with(path, ${parameters.add(`${filter.folder}/`)})`);
  if (filter.resource_type) conditions.push(`resource_type = ${parameters.add(filter.resource_type)}`);
  if (filter.search) {
    const pattern = parameters.add(containing(filter.search));
    conditions.push(`(path ilike ${pattern} or description ilike ${pattern})`);
  }
  // Byte order, whatever the locale of the database: the cursor compares as the index sorts.
  if (filter.after !== undefined) conditions.push(`path collate "C" > ${parameters.add(filter.after)}`);
  return {
    text: `select ${columns} from ${kind} where ${conditions.join(' and ')} order by path collate "C" limit ${parameters.add(filter.limit + 1)}`,
    values: parameters.values,
  };
}
