import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Files } from './core/items.ts';

/** Reads a folder as a tree of files. Links are not followed, and what begins with a dot is passed over. */
export async function readDirectory(directory: string): Promise<Files> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: Files = {};
  for (const entry of entries) {
    const path = relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (entry.isFile() && !path.split('/').some((part) => part.startsWith('.'))) files[path] = await readFile(join(entry.parentPath, entry.name), 'utf8');
  }
  return files;
}
