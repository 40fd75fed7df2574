import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

const compiled = `${sep}dist${sep}backend${sep}`;

/**
 * Path of a file that ships beside the code but is not compiled: harness programs, the Python parser. The build leaves
 * them where they are, so code that runs from `dist/` finds them in the source tree.
 */
export function assetPath(directory: string, name: string): string {
  const beside = join(directory, name);
  const position = beside.lastIndexOf(compiled);
  if (position === -1 || existsSync(beside)) return beside;
  return beside.slice(0, position) + sep + beside.slice(position + `${sep}dist${sep}`.length);
}

/** Folder of the SDK that every runner offers as `millrace`, without an install. */
export function sdkDirectory(language: 'typescript' | 'python'): string {
  return resolve(assetPath(import.meta.dirname, 'language.ts'), '..', '..', '..', 'sdk', language);
}
