import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
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

test('a file of that name is an error, and so is one among the parents', async () => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-folder-'));
  const file = join(root, 'file');
  await writeFile(file, 'x');
  await expect(ensureFolder(file)).rejects.toMatchObject({ code: 'ENOTDIR', message: 'there is a file of that name' });
  await expect(ensureFolder(join(file, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await rm(root, { recursive: true });
});
