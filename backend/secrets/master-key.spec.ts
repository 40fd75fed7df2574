import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deriveKey, readMasterKey } from './master-key.ts';

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'millrace-key-'));
});
afterEach(async () => {
  await rm(dataDirectory, { recursive: true });
});
const read = (words?: string) => readMasterKey({ MILLRACE_MASTER_KEY: words, dataDirectory });

describe('the master key', () => {
  test('is made once, for its owner only, however many processes start at the same time', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => read()));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect((await stat(join(dataDirectory, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDirectory)).toEqual(['master.key']);
    expect(await read()).toEqual(keys[0]);
  });

  test('is refused when other users can read it, or when it is damaged', async () => {
    await read();
    const path = join(dataDirectory, 'master.key');
    await chmod(path, 0o644);
    await expect(read()).rejects.toThrow(/chmod 600/);
    await writeFile(path, 'short', { mode: 0o600 });
    await chmod(path, 0o600);
    await expect(read()).rejects.toThrow(/damaged/);
  });

  test('comes from the setting where there is one, without a file', async () => {
    const words = 'correct horse battery staple, twice over';
    expect(await read(words)).toEqual(await read(words));
    expect(await read(words)).not.toEqual(await read(`${words}!`));
    expect(await readdir(dataDirectory)).toEqual([]);
  });

  test('gives each purpose a key of its own', () => {
    const key = Buffer.alloc(32, 1);
    const derived = (['data-key-wrap', 'job-token', 'device-cookie'] as const).map((purpose) => deriveKey(key, purpose).toString('hex'));
    expect(new Set([...derived, key.toString('hex')]).size).toBe(4);
  });
});
