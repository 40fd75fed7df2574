import { splitPath } from './item-path.ts';

/** A folder in the tree beside a list: a space (`f/support`), or a subfolder that paths make (`f/support/helpers`). */
export type FolderNode = { path: string; label: string; depth: number };

/**
 * The folders of a list as one flat tree, spaces first by name with one's own at the end. Subfolders exist only where items
 * are in them, so they come from the paths that are known.
 */
export function folderTree(spaces: readonly string[], own: string, paths: readonly string[]): FolderNode[] {
  const folders = new Set<string>([...spaces, own]);
  for (const path of paths) {
    const { space, name } = splitPath(path);
    if (space === '') continue;
    folders.add(space);
    const segments = name.split('/').slice(0, -1);
    segments.forEach((_, index) => folders.add([space, ...segments.slice(0, index + 1)].join('/')));
  }
  const rank = (path: string): string => `${path === own || path.startsWith(`${own}/`) ? 2 : path.startsWith('u/') ? 1 : 0}${path}/`;
  return [...folders]
    .sort((one, other) => (rank(one) < rank(other) ? -1 : 1))
    .map((path) => {
      const segments = path.split('/');
      return { path, label: segments.length === 2 ? path : (segments.at(-1) as string), depth: segments.length - 2 };
    });
}
