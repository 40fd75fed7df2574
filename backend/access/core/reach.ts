import { levels, type Level } from './actions.ts';
import type { Auth, ItemKind } from './auth.ts';

/**
 * Everything of one kind that someone holds at a level, as data for one SQL condition: lists and searches ask about sets,
 * never path by path. It says the same as {@link can}; a property test holds them together.
 */
export type Reach = {
  /** Every path of the workspace; the rest does not matter then. */
  isAll: boolean;
  /** Names of folders that are reached as a whole. */
  folders: string[];
  /** The user whose own space is reached. */
  username: string | null;
  /** Single items. */
  paths: string[];
};

/** What `auth` reaches of `kind` with at least `level`. */
export function reachOf(auth: Auth, kind: ItemKind, level: Level = 'read'): Reach {
  if (auth.role === 'admin') return { isAll: true, folders: [], username: null, paths: [] };
  if (auth.role === 'operator' && level !== 'read') return { isAll: false, folders: [], username: null, paths: [] };
  const isEnough = (held: Level) => levels.indexOf(held) >= levels.indexOf(level);
  const prefix = `${kind}:`;
  return {
    isAll: false,
    folders: [...auth.folders].filter(([, held]) => isEnough(held)).map(([name]) => name),
    username: auth.username,
    paths: [...auth.items].filter(([key, held]) => key.startsWith(prefix) && isEnough(held)).map(([key]) => key.slice(prefix.length)),
  };
}

/** Whether a path lies within a reach. */
export function reaches(reach: Reach, path: string): boolean {
  const [space, owner] = path.split('/');
  return reach.isAll || (space === 'f' ? reach.folders.includes(owner ?? '') : space === 'u' && owner === reach.username) || reach.paths.includes(path);
}

/**
 * The SQL condition for a {@link Reach} over a column that holds paths, and its four values. `first` is the number of the
 * first parameter: `reachCondition(reachOf(auth, 'script'), 's.path', 3)` uses `$3` to `$6`.
 */
export function reachCondition(reach: Reach, column: string, first: number): { text: string; values: unknown[] } {
  const [all, folders, username, paths] = [0, 1, 2, 3].map((offset) => `$${first + offset}`);
  return {
    text: `(${all}::boolean or (split_part(${column}, '/', 1) = 'f' and split_part(${column}, '/', 2) = any(${folders}::text[])) or (split_part(${column}, '/', 1) = 'u' and split_part(${column}, '/', 2) = ${username}::text) or ${column} = any(${paths}::text[]))`,
    values: [reach.isAll, reach.folders, reach.username, reach.paths],
  };
}
