/**
 * Resolves an import of another script against the path of the importer: `./x` and `../y` are relative to its folder,
 * `/f/folder/x` is the path itself. `null` for what leaves the workspace.
 */
export function resolveScriptPath(importer: string, specifier: string): string | null {
  const segments = specifier.startsWith('/') ? [] : importer.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) return null;
  }
  const isItem = (segments[0] === 'u' || segments[0] === 'f') && segments.length >= 3;
  return isItem ? segments.join('/') : null;
}
