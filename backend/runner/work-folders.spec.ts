import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkFolders } from './work-folders.ts';

let dataDirectory = '';
const claimed: WorkFolders[] = [];
function claim(directory = dataDirectory): WorkFolders {
  const folders = WorkFolders.claim(directory);
  claimed.push(folders);
  return folders;
}
beforeEach(() => { dataDirectory = mkdtempSync(join(tmpdir(), 'millrace-folders-')); });
afterEach(async () => {
  await Promise.all(claimed.splice(0).map((folders) => folders.close()));
  rmSync(dataDirectory, { recursive: true, force: true });
});

describe('work folders', () => {
  it('are never shared, nor are their users, between the workers of one data folder', () => {
    const all = [claim(), claim()].flatMap((folders) => [folders.acquire(), folders.acquire()]);
    expect(new Set(all.map(({ directory }) => directory)).size).toBe(4);
    if (process.getuid?.() === 0) expect(new Set(all.map(({ user }) => user?.uid)).size).toBe(4);
  });

  it('belong to users of their own also between data folders of one machine', () => {
    const other = mkdtempSync(join(tmpdir(), 'millrace-folders-'));
    const users = [dataDirectory, other].map((directory) => claim(directory).acquire().user?.uid);
    rmSync(other, { recursive: true, force: true });
    if (process.getuid?.() === 0) expect(new Set(users).size).toBe(2);
  });

  it('are empty and closed to others when they are handed out again', async () => {
    const folders = claim();
    const first = folders.acquire();
    mkdirSync(join(first.directory, 'deep'));
    writeFileSync(join(first.directory, 'deep/file'), 'x');
    await folders.release(first);
    const second = folders.acquire();
    expect(second.directory).toBe(first.directory);
    expect(readdirSync(second.directory)).toEqual([]);
    expect(statSync(second.directory).mode & 0o777).toBe(0o700);
  });

  it('of a worker that is gone are cleared by the next one', () => {
    claim().acquire();
    const root = join(dataDirectory, 'runners/0');
    const owner = JSON.parse(readFileSync(join(root, 'owner.json'), 'utf8')) as object;
    writeFileSync(join(root, 'left-over'), 'x');
    writeFileSync(join(root, 'owner.json'), JSON.stringify({ ...owner, processId: spawnSync('/bin/true').pid }));
    claim();
    expect(existsSync(join(root, 'left-over'))).toBe(false);
  });

  it('of a worker on another machine, or with an unreadable note, are left alone', () => {
    claim();
    const root = join(dataDirectory, 'runners/0');
    for (const note of [JSON.stringify({ host: 'elsewhere', processId: 1, start: '1' }), '{']) {
      writeFileSync(join(root, 'owner.json'), note);
      writeFileSync(join(root, 'left-over'), 'x');
      claim();
      expect(existsSync(join(root, 'left-over'))).toBe(true);
    }
  });
});
