const pattern = /^([uf]\/[^/]*)(?:\/(.*))?$/;
const valid = /^(u|f)\/[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/;
const validName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** A path in two: the space that it belongs to (`f/support`) and the name in it, which may have more segments. */
export function splitPath(path: string): { space: string; name: string } {
  const match = pattern.exec(path);
  return match ? { space: match[1] as string, name: match[2] ?? '' } : { space: '', name: path };
}

/** A space and a name as a path. */
export const joinPath = (space: string, name: string): string => `${space}/${name}`;

/** What is wrong with a path in words, or null. The server asks the same. */
export function problemOfPath(path: string): string | null {
  const { space, name } = splitPath(path);
  if (space === '' || space.endsWith('/')) return 'Choose a folder';
  if (name === '') return 'Give it a name';
  if (path.length > 255) return 'A path has at most 255 characters';
  return valid.test(path) ? null : 'A name has letters, digits, "_", "-" and "."; "/" makes a subfolder';
}

/** What is wrong with the name of a folder, a group or a user, or null. */
export function problemOfName(name: string): string | null {
  if (name === '') return 'Give it a name';
  if (name.length > 60) return 'A name has at most 60 characters';
  return validName.test(name) ? null : 'A name has letters, digits, "_", "-" and ".", and does not begin with "." or "-"';
}
