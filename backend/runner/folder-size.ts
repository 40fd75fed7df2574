import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Disk that the files below a folder take, in bytes; stops to count where `enough` is passed. Links are not followed, and what vanishes meanwhile counts nothing. */
export function folderBytes(folder: string, enough: number): number {
  const folders = [folder];
  let total = 0;
  for (let next = folders.pop(); next !== undefined && total <= enough; next = folders.pop()) {
    for (const name of list(next)) {
      const path = join(next, name);
      const entry = lstatSync(path, { throwIfNoEntry: false });
      if (entry?.isDirectory() === true) folders.push(path);
      total += entry === undefined ? 0 : entry.blocks * 512;
    }
  }
  return total;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
