import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with its parents. Unlike Node's own `recursive: true` it ends on file systems that answer "no such file" to
 * every mkdir, such as `/proc`, where Node asks for ever.
 */
export async function ensureFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST') return await requireFolder(path);
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(dirname(path), mode);
    await mkdir(path, { mode }).catch((again: { code?: string }) => {
      if (again.code !== 'EEXIST') throw again;
    });
  }
}

async function requireFolder(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) throw Object.assign(new Error('there is a file of that name'), { code: 'ENOTDIR' });
}
