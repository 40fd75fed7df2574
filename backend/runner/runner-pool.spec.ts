import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { availableSandboxes, TestPool } from './fixtures/test-pool.ts';
import { findProcesses, treeOf } from './process-tree.ts';

// Real processes on a machine that may be busy with other suites.
jest.setTimeout(60_000);

const available = await availableSandboxes();
/** How a pool behaves does not depend on the sandbox; what only a sandbox gives is in `sandbox/sandboxes.spec.ts`. */
const sandbox = available[0] ?? 'none';
const open = (options: Parameters<typeof TestPool.open>[1] = {}) => TestPool.open(sandbox, options);

/** The Node process from which a process descends. */
function harnessAbove(processId: number): number {
  if (readFileSync(`/proc/${processId}/cmdline`, 'utf8').startsWith(process.execPath)) return processId;
  return harnessAbove(Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]));
}

describe('a warm runner', () => {
  it('serves the next job of the same key in the same process', async () => {
    await using pool = await open();
    const served = [];
    for (let count = 0; count < 3; count += 1) served.push((await pool.warm({ do: 'served' })).result);
    expect(served).toEqual([1, 2, 3]);
    expect(pool.pool.stats()).toMatchObject({ started: 1, reused: 2, busy: 0, parked: 1 });
  });

  it('never serves a job of another key', async () => {
    await using pool = await open();
    const served = [];
    for (const key of ['v1@ada', 'v1@bob', 'v2@ada', 'v1@ada']) served.push((await pool.warm({ do: 'served' }, { key })).result);
    expect(served).toEqual([1, 1, 1, 2]);
  });

  it('is joined by another one when it is busy', async () => {
    await using pool = await open();
    const results = await Promise.all([1, 2, 3].map((n) => pool.warm({ do: 'echo', n })));
    expect(results.map(({ result }) => result)).toEqual([1, 2, 3].map((n) => ({ do: 'echo', n })));
    expect(pool.pool.stats()).toMatchObject({ started: 3, parked: 3 });
  });

  it('is not used again for a job that wants a process of its own, and the next such process is up beforehand', async () => {
    await using pool = await open();
    for (let count = 0; count < 3; count += 1) expect((await pool.warm({ do: 'served' }, { isolation: 'fresh' })).result).toBe(1);
    expect(pool.pool.stats().retired).toBeGreaterThanOrEqual(3);
  });

  it('is replaced after as many jobs as the pool allows', async () => {
    await using pool = await open({ jobsPerRunner: 2 });
    const served = [];
    for (let count = 0; count < 5; count += 1) served.push((await pool.warm({ do: 'served' })).result);
    expect(served).toEqual([1, 2, 1, 2, 1]);
  });

  it('that was idle longest goes when too many are parked', async () => {
    await using pool = await open({ parkedRunners: 2 });
    for (const key of ['a', 'b', 'c']) await pool.warm({ do: 'served' }, { key });
    expect(pool.pool.stats().parked).toBe(2);
    expect((await pool.warm({ do: 'served' }, { key: 'c' })).result).toBe(2);
    expect((await pool.warm({ do: 'served' }, { key: 'b' })).result).toBe(2);
    expect((await pool.warm({ do: 'served' }, { key: 'a' })).result).toBe(1);
  });

  it('goes when its key is taken back', async () => {
    await using pool = await open();
    await pool.warm({ do: 'served' }, { key: 'a' });
    pool.pool.retire((key) => key === 'a');
    expect((await pool.warm({ do: 'served' }, { key: 'a' })).result).toBe(1);
  });

  it('does not see the environment of the job before', async () => {
    await using pool = await open();
    const first = await pool.warm({ do: 'environment' }, { environment: { MR_TOKEN: 'one', OWN: 'mine' } });
    const second = await pool.warm({ do: 'environment' }, { environment: { MR_TOKEN: 'two' } });
    expect(first.result).toMatchObject({ MR_TOKEN: 'one', OWN: 'mine' });
    expect(second.result).toMatchObject({ MR_TOKEN: 'two' });
    expect(second.result).not.toHaveProperty('OWN');
  });

  it('finds its work folder empty at every job', async () => {
    await using pool = await open();
    await pool.warm({ do: 'run', command: 'mkdir -p deep/er && echo x > deep/er/file && ln -s / link && echo y > .hidden && chmod 000 deep/er/file' });
    const { result } = await pool.warm({ do: 'list', path: '.' });
    expect(result).toEqual([]);
  });

  it('keeps serving after the script threw', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'throw' })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/script_error', name: 'TypeError', message: 'no such order', line: 3 },
    });
    expect((await pool.warm({ do: 'served' })).result).toBe(2);
  });

  it('is not fooled by what a script writes to the descriptor of the protocol', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'garbage' })).result).toBe('still here');
    expect((await pool.warm({ do: 'raw', text: '{"not":json}' })).outcome).toMatchObject({ kind: 'failed', error: { code: 'job/result_invalid' } });
  });

  it('reports progress', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'progress', percent: 40 })).progress).toEqual([40]);
  });
});

describe('the log of a job', () => {
  it('is complete when the outcome is told, and ends with the job', async () => {
    await using pool = await open();
    const text = `${'line of text\n'.repeat(50_000)}the end`;
    const first = await pool.warm({ do: 'print', text, error: 'oh\n' });
    expect(first.log.length).toBe(text.length + 3);
    expect(first.log).toContain('the end');
    expect((await pool.warm({ do: 'print', text: 'second' })).log).toBe('second');
  });

  it('is text that a database takes, whatever bytes were printed', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'print_bytes', hex: '61ff0062f09f9880' })).log).toBe('a\ufffdb😀');
  });

  it('of 300 MB passes without being gathered in memory', async () => {
    await using pool = await open();
    let bytes = 0;
    let most = 0;
    const before = process.memoryUsage.rss();
    const { outcome } = await pool.warm(
      { do: 'flood', megabytes: 300 },
      {
        onLog: (text) => {
          bytes += text.length;
          most = Math.max(most, process.memoryUsage.rss());
        },
      },
    );
    expect(outcome.kind).toBe('succeeded');
    expect(bytes).toBe(300 * 1024 * 1024);
    expect(most - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('holds the script back while whoever takes it is not done', async () => {
    await using pool = await open();
    let underWay = 0;
    let most = 0;
    let bytes = 0;
    await pool.warm(
      { do: 'flood', megabytes: 4 },
      {
        onLog: async (text) => {
          underWay += 1;
          most = Math.max(most, underWay);
          bytes += text.length;
          await new Promise(setImmediate);
          underWay -= 1;
        },
      },
    );
    expect(bytes).toBe(4 * 1024 * 1024);
    expect(most).toBe(1);
  });
});

describe('the end of a job', () => {
  it('comes when its time is up, though the script loops for ever', async () => {
    await using pool = await open();
    const { outcome } = await pool.warm({ do: 'loop' }, { limits: { timeoutMs: 300, graceMs: 100 } });
    expect(outcome).toMatchObject({ kind: 'timed_out', error: { code: 'job/timeout', message: expect.stringContaining('0.3 s') } });
    expect((await pool.warm({ do: 'served' })).result).toBe(1);
  });

  it('comes by cancel, before a script that resists has used up its grace time', async () => {
    await using pool = await open();
    const controller = new AbortController();
    const graceMs = 3_000;
    let cancelledAt = 0;
    const { outcome } = await pool.warm(
      { do: 'ignore_term' },
      {
        signal: controller.signal,
        limits: { graceMs },
        onLog: () => {
          cancelledAt = performance.now();
          controller.abort();
        },
      },
    );
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(graceMs);
  });

  it('comes at once for a job that was cancelled before it began', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'loop' }, { signal: AbortSignal.abort() })).outcome).toEqual({ kind: 'cancelled' });
    expect(pool.pool.stats().started).toBe(0);
  });

  it('takes everything along that the script started, in whatever session', async () => {
    await using pool = await open();
    const mark = `mark-${Math.random()}`;
    const command = `sleep 300 & setsid sleep 300 & (setsid sh -c "sleep 300 & sleep 300" &) ; sleep 300`;
    await pool.warm({ do: 'run', command }, { environment: { MARK: mark }, limits: { timeoutMs: 500, graceMs: 100 } });
    await pool.pool.close();
    expect(findProcesses({ environment: mark })).toEqual([]);
  });

  it('ends a runner in which the script left a process behind', async () => {
    await using pool = await open();
    const mark = `mark-${Math.random()}`;
    await pool.warm({ do: 'leave', command: 'sleep 300' }, { environment: { MARK: mark } });
    expect((await pool.warm({ do: 'served' })).result).toBe(1);
    await pool.pool.close();
    expect(findProcesses({ environment: mark })).toEqual([]);
  });

  it('is told when the process is killed from outside', async () => {
    await using pool = await open();
    const mark = `mark-${Math.random()}`;
    const job = pool.warm({ do: 'run', command: 'sleep 300' }, { environment: { MARK: mark } });
    let sleeper: number | undefined;
    while (sleeper === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      sleeper = findProcesses({ environment: mark })[0];
    }
    process.kill(harnessAbove(sleeper), 'SIGKILL');
    expect((await job).outcome).toMatchObject({ kind: 'failed', error: { code: 'job/runner_lost', exit_code: 137 } });
  });

  it('names the exit code when the script ends its process', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'exit', code: 3 })).outcome).toMatchObject({ kind: 'failed', error: { code: 'job/exit', exit_code: 3 } });
    expect((await pool.warm({ do: 'exit', code: 0 })).outcome).toMatchObject({ kind: 'failed', error: { code: 'job/exit', exit_code: 0 } });
  });

  it('does not hang when the script closes stdout, and the next job has its log again', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'close_stdout' })).result).toBe('closed');
    expect((await pool.warm({ do: 'print', text: 'hello' })).log).toBe('hello');
  });

  it('is an error when the process cannot be started', async () => {
    await using pool = await open();
    const launch = { command: ['/nowhere/interpreter'], environment: {}, readOnly: [], protocol: 'warm' as const };
    const limits = { timeoutMs: 5_000, graceMs: 100, memoryBytes: 2 ** 28, resultBytes: 1000, diskBytes: 2 ** 20, processes: 50 };
    const outcome = await pool.pool.run({
      jobId: 'a',
      attempt: 1,
      key: 'k',
      isolation: 'warm',
      launch,
      args: {},
      environment: {},
      limits,
      onLog: () => {},
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'job/runner_start', message: expect.stringContaining('/nowhere/interpreter') } });
  });

  it('leaves no process and no folder when the pool closes', async () => {
    const before = treeOf(process.pid);
    const pool = await open();
    await Promise.all([1, 2, 3].map((n) => pool.warm({ do: 'print', n })));
    await pool.pool.close();
    expect(treeOf(process.pid)).toEqual(before);
    expect(readdirSync(join(pool.dataDirectory, 'runners'))).toEqual([]);
    await pool[Symbol.asyncDispose]();
  });
});

describe('the result of a job', () => {
  it('may be nothing', async () => {
    await using pool = await open();
    expect((await pool.warm({ do: 'nothing' })).outcome).toEqual({ kind: 'succeeded', resultJson: 'null' });
  });

  it('comes whole up to the limit and is an error above it, never cut', async () => {
    await using pool = await open();
    const limits = { resultBytes: 3 * 1024 * 1024 };
    expect((await pool.warm({ do: 'large', bytes: 3 * 1024 * 1024 - 2 }, { limits })).result).toBe('x'.repeat(3 * 1024 * 1024 - 2));
    expect((await pool.warm({ do: 'large', bytes: 3 * 1024 * 1024 }, { limits })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/result_too_large', message: expect.stringContaining('3 MB') },
    });
    expect((await pool.warm({ do: 'large', bytes: 50 * 1024 * 1024 }, { limits })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/result_too_large' },
    });
    expect((await pool.warm({ do: 'served' }, { limits })).outcome.kind).toBe('succeeded');
  });
});
