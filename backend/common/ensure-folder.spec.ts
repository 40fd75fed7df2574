import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ensureFolder } from './ensure-folder.ts';

test('makes the folder with its parents, and is content with one that is there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-folder-'));
  const folder = join(root, 'a', 'b', 'c');
  await Promise.all([ensureFolder(folder), ensureFolder(folder)]);
  expect((await stat(folder)).isDirectory()).toBe(true);
  await rm(root, { recursive: true });
});

test('a place where nothing can be made is an error, and not an endless attempt', async () => {
  await expect(ensureFolder('/proc/millrace/data')).rejects.toMatchObject({ code: 'ENOENT' });
});
