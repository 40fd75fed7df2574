import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildOnce } from './build-once.ts';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'millrace-build-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

describe('building once', () => {
  it('builds for all who want it at the same time', async () => {
    let builds = 0;
    const build = async (temporary: string): Promise<void> => {
      builds += 1;
      await writeFile(join(temporary, 'file'), 'content');
    };
    await Promise.all(Array.from({ length: 20 }, () => buildOnce(join(parent, 'one'), build)));
    await buildOnce(join(parent, 'one'), build);
    expect(builds).toBe(1);
    expect(await readFile(join(parent, 'one', 'file'), 'utf8')).toBe('content');
  });

  it('uses what another process finished first, and throws its own away', async () => {
    const directory = join(parent, 'two');
    await buildOnce(directory, async (temporary) => {
      await writeFile(join(temporary, 'file'), 'mine');
      await mkdir(directory);
      await writeFile(join(directory, 'file'), 'theirs');
    });
    expect(await readFile(join(directory, 'file'), 'utf8')).toBe('theirs');
    expect((await readdir(parent)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('leaves nothing behind when it fails, and lets the next one try for itself', async () => {
    const directory = join(parent, 'three');
    const failing = buildOnce(directory, () => Promise.reject(new Error('no')));
    const waiting = buildOnce(directory, (temporary) => writeFile(join(temporary, 'file'), 'second'));
    await expect(failing).rejects.toThrow('no');
    await waiting;
    expect(await readFile(join(directory, 'file'), 'utf8')).toBe('second');
  });

  it('sweeps what killed processes left, not what others are building', async () => {
    const [old, young] = [join(parent, 'old-abc.partial'), join(parent, 'young-abc.partial')];
    await Promise.all([mkdir(old), mkdir(young)]);
    await utimes(old, 1, 1);
    await buildOnce(join(parent, 'four'), () => Promise.resolve());
    expect((await readdir(parent)).filter((name) => name.endsWith('.partial'))).toEqual(['young-abc.partial']);
  });
});
