import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { availableSandboxes, TestPool } from '../fixtures/test-pool.ts';
import { findProcesses } from '../process-tree.ts';
import { chooseSandbox, sandboxes } from './sandboxes.ts';

// Real processes on a machine that may be busy with other suites.
jest.setTimeout(60_000);

const available = await availableSandboxes();
const isolating = sandboxes.filter((driver) => driver.isIsolated && available.includes(driver.name)).map((driver) => driver.name);
const isRoot = process.getuid?.() === 0;

/** A process of its own with a pool, which runs one script and passes on its log. */
function startWorker(sandbox: string, script: string, mark: string, user: { uid?: number; gid?: number } = {}): ChildProcess {
  return spawn(
    process.execPath,
    ['--experimental-transform-types', '--no-warnings', join(import.meta.dirname, '../fixtures/worker.ts'), sandbox, script, mark],
    {
      ...user,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

/** What a process prints until `text` was among it, or it ended. */
async function outputOf(child: ChildProcess, text: string): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes(text)) break;
  }
  return said;
}

/** A copy of the harness where languages keep what they build. */
function cached(dataDirectory: string): string {
  const folder = join(dataDirectory, 'cache/language/hash');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(import.meta.dirname, '../fixtures/harness.mjs'), join(folder, 'harness.mjs'));
  return folder;
}

function isOpenToOthers(path: string): boolean {
  return path === '/' || ((statSync(path).mode & 0o005) === 0o005 && isOpenToOthers(dirname(path)));
}

describe('choosing a sandbox', () => {
  it('takes the strongest that works', async () => {
    expect((await chooseSandbox('auto')).driver.name).toBe(available[0]);
    expect((await chooseSandbox('none')).driver.name).toBe('none');
  });

  it('refuses to run without one where one is required', async () => {
    if (isolating.length > 0) expect((await chooseSandbox('required')).driver.isIsolated).toBe(true);
    else await expect(chooseSandbox('required')).rejects.toThrow('cannot isolate scripts');
  });
});

describe.each(available)('under %s, a script', (sandbox) => {
  const open = () => TestPool.open(sandbox);

  it('shares a folder with those of the same name, also what only its owner may change, and with nobody else', async () => {
    await using pool = await open();
    const write = 'umask 077; mkdir shared/deep; echo one > shared/deep/file; echo $$ > own; ls -A';
    expect((await pool.once(write, {}, { shared: 'flow' })).log.split('\n').sort().join(' ').trim()).toBe('own shared');
    expect((await pool.once('ls -A; echo two >> shared/deep/file; cat shared/deep/file', {}, { shared: 'flow' })).log).toBe('shared\none\ntwo\n');
    expect((await pool.once('ls -A shared', {}, { shared: 'other' })).log).toBe('');
    expect((await pool.once('ls -A')).log).toBe('');
    expect(pool.pool.sharedFolders).toEqual(['flow', 'other']);
  });

  it('keeps a shared folder until nothing runs in it any more', async () => {
    await using pool = await open();
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const running = pool.once('echo 1 > shared/a; echo begun; read -t 1 x <> <(:); cat shared/a', {}, { shared: 'flow', onLog: () => begun() });
    await beginning;
    await pool.pool.endSharedFolder('flow');
    expect((await running).outcome).toEqual({ kind: 'succeeded', resultJson: '"1"' });
    while (pool.pool.sharedFolders.length > 0) await new Promise(setImmediate);
    expect((await pool.once('ls -A shared', {}, { shared: 'flow' })).log).toBe('');
  });

  it('may not fill the disk through a folder that it shares', async () => {
    await using pool = await open();
    const fill = 'for n in 1 2 3 4; do head -c 1000000 /dev/zero > shared/$n; done; read -t 20 x <> <(:)';
    const { outcome } = await pool.once(fill, {}, { shared: 'flow', limits: { diskBytes: 2 * 1024 * 1024 } });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'job/disk_full' } });
  });

  it('has an environment of its own and nothing of the worker', async () => {
    await using pool = await open();
    const { result } = await pool.warm({ do: 'environment' }, { environment: { MR_JOB_ID: 'j' } });
    const names = Object.keys(result as object)
      .filter((name) => name !== 'MR_RUNNER')
      .sort();
    expect(names).toEqual(['HOME', 'LANG', 'MR_JOB_ID', 'PATH', 'PWD', 'TMPDIR']);
    expect((result as { PATH: string }).PATH).not.toContain('node_modules');
  });

  it('has no rights, and none to gain by set-uid programs', async () => {
    await using pool = await open();
    const { result } = await pool.warm({ do: 'read', path: '/proc/self/status' });
    expect(result).toMatch(/^NoNewPrivs:\s+1$/m);
    if (isRoot || sandbox !== 'none') expect(result).toMatch(/^CapEff:\s+0+$/m);
    if (isRoot) expect(result).toMatch(/^Uid:\s+[2-5]\d{4}\s/m);
  });

  it('cannot write outside of its work folder', async () => {
    await using pool = await open();
    for (const path of ['/etc/millrace', '/usr/millrace', '/millrace', join(import.meta.dirname, 'millrace')])
      expect((await pool.warm({ do: 'write', path })).result).toMatch(/^refused/);
    expect((await pool.warm({ do: 'write', path: 'here' })).result).toBe('written');
  });

  it('cannot read secrets of the data folder', async () => {
    if (sandbox === 'none' && !isRoot) return;
    await using pool = await open();
    writeFileSync(join(pool.dataDirectory, 'master.key'), 'key', { mode: 0o600 });
    mkdirSync(join(pool.dataDirectory, 'postgres'), { mode: 0o700 });
    expect((await pool.warm({ do: 'read', path: join(pool.dataDirectory, 'master.key') })).result).toMatch(/^refused/);
    expect((await pool.warm({ do: 'list', path: join(pool.dataDirectory, 'postgres') })).result).toMatch(/^refused/);
  });

  it('cannot read the environment of the worker', async () => {
    if (sandbox === 'none' && !isRoot) return;
    await using pool = await open();
    expect((await pool.warm({ do: 'read', path: `/proc/${process.pid}/environ` })).result).not.toContain('PATH=');
  });

  it('cannot read the files of another runner', async () => {
    if (sandbox === 'none' && !isRoot) return;
    await using pool = await open();
    const controller = new AbortController();
    const other = pool.once(
      'echo secret > mine; pwd; sleep 300',
      {},
      {
        signal: controller.signal,
        onLog: (text) => {
          folder += text;
        },
      },
    );
    let folder = '';
    while (!folder.includes('\n')) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await pool.warm({ do: 'read', path: `${folder.trim()}/mine` })).result).toMatch(/^refused/);
    const runners = join(pool.dataDirectory, 'runners');
    expect((await pool.warm({ do: 'run', command: `cat ${runners}/*/*/mine 2>/dev/null || echo nothing` })).result).toBe('nothing\n');
    controller.abort();
    await other;
  });

  it('that forks without end stays within its limit and is ended', async () => {
    if (sandbox === 'none' && !isRoot) return;
    await using pool = await open();
    const mark = `mark-${Math.random()}`;
    const { outcome } = await pool.once(
      'bomb() { bomb | bomb & }; bomb; sleep 300',
      {},
      { environment: { MARK: mark }, limits: { timeoutMs: 1_500, graceMs: 100, processes: 40 } },
    );
    expect(['timed_out', 'failed']).toContain(outcome.kind);
    await pool.pool.close();
    expect(findProcesses({ environment: mark })).toEqual([]);
  });

  it('that fills its disk is told so', async () => {
    await using pool = await open();
    const limits = { diskBytes: 8 * 1024 * 1024 };
    expect((await pool.once('head -c 100000000 /dev/zero > file; echo status $?', {}, { limits })).log).not.toContain('status 0');
    const many = await pool.warm({ do: 'fill', megabytes: 4000 }, { limits });
    expect(many.outcome).toMatchObject({ kind: 'failed', error: { code: 'job/disk_full' } });
    expect((await pool.warm({ do: 'list', path: '.' }, { limits })).result).toEqual([]);
  });

  it('that takes too much memory is stopped as out of memory', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'hog' }, { limits: { memoryBytes: 200 * 1024 * 1024 } })).outcome).toMatchObject({
      kind: 'out_of_memory',
      error: { code: 'job/out_of_memory', message: expect.stringContaining('200 MB') },
    });
  });

  it('that takes it all at once does not get past the limit of the kernel', async () => {
    await using pool = await open();
    const { outcome } = await pool.warm(
      { do: 'run', command: 'head -c 3000000000 /dev/zero | tail -c 2900000000 | wc -c' },
      { limits: { memoryBytes: 100 * 1024 * 1024 } },
    );
    expect(['out_of_memory', 'failed']).toContain(outcome.kind);
  });

  it('reaches the network of the machine', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'read', path: '/proc/net/dev' })).result).toMatch(/^\s+lo:/m);
  });
});

describe.each(available)('under %s, a worker', (sandbox) => {
  it('that is killed takes its runners along, whatever they are doing', async () => {
    const mark = `mark-${Math.random()}`;
    const worker = startWorker(sandbox, 'echo up; while :; do :; done', mark);
    await outputOf(worker, 'up');
    expect(findProcesses({ environment: mark }).length).toBeGreaterThan(0);
    worker.kill('SIGKILL');
    while (findProcesses({ environment: mark }).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it('that is an ordinary user can use it too', async () => {
    if (!isRoot || !isOpenToOthers(import.meta.dirname) || !isOpenToOthers(process.execPath)) return;
    const worker = startWorker(sandbox, 'grep -E "^(Uid|CapEff|NoNewPrivs)" /proc/self/status; echo x > file; ls -A; echo done', 'ordinary', {
      uid: 65_000,
      gid: 65_000,
    });
    const said = await outputOf(worker, 'done');
    expect(said).toMatch(/CapEff:\s+0+\nNoNewPrivs:\s+1\nfile\n/);
  });
});

describe('without a sandbox', () => {
  it('a script whose code is closed to other users still runs, without the rights of root', async () => {
    await using pool = await TestPool.open('none');
    const code = cached(pool.dataDirectory);
    chmodSync(pool.dataDirectory, 0o700);
    const { result } = await pool.warm({ do: 'read', path: '/proc/self/status' }, {}, code);
    expect(result).toMatch(/^CapEff:\s+0+$/m);
    expect((await pool.warm({ do: 'write', path: 'file' }, {}, code)).result).toBe('written');
    expect((await pool.warm({ do: 'list', path: '.' }, {}, code)).result).toEqual([]);
  });
});

describe.each(isolating)('under %s, besides, a script', (sandbox) => {
  const open = () => TestPool.open(sandbox);

  it('sees its own processes only', async () => {
    await using pool = await open();
    const { result } = await pool.warm({ do: 'list', path: '/proc' });
    expect((result as string[]).filter((name) => /^\d+$/.test(name)).length).toBeLessThanOrEqual(3);
  });

  it('does not see data folder, homes or the folders of temporary files of the machine at all', async () => {
    await using pool = await open();
    for (const path of [pool.dataDirectory, '/root', '/home', '/var', '/run', '/sys'])
      expect((await pool.warm({ do: 'list', path })).result).toBe('refused: ENOENT');
  });

  it('cannot take back what was mounted for it', async () => {
    await using pool = await open();
    const { result } = await pool.warm({
      do: 'run',
      command:
        'umount /usr 2>/dev/null && echo gone; unshare --user --map-root-user --mount sh -c "umount /usr || mount -o remount,bind,rw /usr && touch /usr/millrace" 2>/dev/null && echo gone; true',
    });
    expect(result).toBe('');
  });

  it('runs from a data folder below the folder for temporary files, and sees nothing else of it', async () => {
    await using pool = await open();
    const code = cached(pool.dataDirectory);
    const secret = join(pool.dataDirectory, 'secret');
    writeFileSync(secret, 'x');
    expect((await pool.warm({ do: 'read', path: secret }, {}, code)).result).toMatch(/^refused/);
    expect((await pool.warm({ do: 'write', path: '/tmp/file' }, {}, code)).result).toBe('written');
    expect((await pool.warm({ do: 'list', path: '/tmp' }, {}, code)).result).not.toContain('file');
    expect((await pool.warm({ do: 'write', path: 'file' }, {}, code)).result).toBe('written');
    expect((await pool.warm({ do: 'list', path: '.' }, {}, code)).result).toEqual([]);
  });

  it('does not see a data folder that lies within the system, except for its code', async () => {
    if (!isRoot) return;
    await using pool = await TestPool.open(sandbox, {}, '/opt');
    const code = cached(pool.dataDirectory);
    writeFileSync(join(pool.dataDirectory, 'secret'), 'x');
    expect((await pool.warm({ do: 'list', path: pool.dataDirectory }, {}, code)).result).toEqual(['cache']);
    expect((await pool.warm({ do: 'write', path: join(pool.dataDirectory, 'x') }, {}, code)).result).toMatch(/^refused/);
  });

  it('has shared memory, within the same limits', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'write', path: '/dev/shm/block' })).result).toBe('written');
  });
});
