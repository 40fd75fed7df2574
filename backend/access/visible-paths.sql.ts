import type { Parameters } from '../database/parameters.ts';
import { actions, levels, type Action, type Level } from './core/actions.ts';
import type { Auth, ItemKind } from './core/auth.ts';
import { reachCondition, reachOf } from './core/reach.ts';
import { scopeReach } from './core/scope-reach.ts';

/**
 * The SQL condition "`auth` may do `action` to the `kind` at the path in `column`", for lists, searches and everything else
 * that asks about sets: own space, folders, grants on single items of that kind, and the paths to which the scopes of a token
 * are limited. It says the same as `can` asked row by row.
 *
 * `visiblePaths(auth, 'scripts:read', 'script', 's.path', parameters)` gives a text in parentheses; its values are in
 * `parameters`. Rows of jobs and states take the kind of what they belong to.
 */
export function visiblePaths(auth: Auth, action: Action, kind: ItemKind, column: string, parameters: Parameters): string {
  const scopes = scopeReach(auth.scopes, action);
  const conditions: string[] = [];
  const reach = reachOf(auth, kind, levelOf(action));
  if (!reach.isAll) {
    const { text, values } = reachCondition(reach, column, parameters.values.length + 1);
    for (const value of values) parameters.add(value);
    conditions.push(text);
  }
  if (scopes !== null) {
    const paths = parameters.add(scopes.paths);
    const prefixes = parameters.add(scopes.prefixes);
    conditions.push(`(${column} = any(${paths}::text[]) or exists (select from unnest(${prefixes}::text[]) as prefix where starts_with(${column}, prefix)))`);
  }
  return conditions.length === 0 ? '(true)' : `(${conditions.join(' and ')})`;
}

/** Actions that need no level on a path, such as `jobs:read`, list what one may read. */
function levelOf(action: Action): Level {
  const need: string = actions[action];
  return levels.find((level) => level === need) ?? 'read';
}
