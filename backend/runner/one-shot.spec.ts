import { describe, expect, it, jest } from '@jest/globals';
import { availableSandboxes, TestPool } from './fixtures/test-pool.ts';
import { findProcesses } from './process-tree.ts';

// Real processes on a machine that may be busy with other suites.
jest.setTimeout(60_000);

const sandbox = (await availableSandboxes())[0] ?? 'none';
const open = () => TestPool.open(sandbox);

describe('a program that runs once', () => {
  it('gets its arguments in order: text as it is, nothing as empty, the rest as JSON', async () => {
    await using pool = await open();
    const { log } = await pool.once('printf "[%s]" "$@"', { text: 'it\'s; $(rm) "x"\n', none: null, list: [1, 'a'], flag: true });
    expect(log).toBe('[it\'s; $(rm) "x"\n][][[1,"a"]][true]');
  });

  it('sees the environment of its job', async () => {
    await using pool = await open();
    expect((await pool.once('echo "$MR_TOKEN $HOME $TMPDIR $PWD"', {}, { environment: { MR_TOKEN: 'secret' } })).result).toMatch(/^secret (\S+) \1 \1$/);
  });

  it('gives the JSON that it wrote to result.json', async () => {
    await using pool = await open();
    expect((await pool.once('echo noise; echo \'{"rows":[1,2]}\' > result.json; echo text > result.out')).result).toEqual({ rows: [1, 2] });
    expect((await pool.once('echo "{oops" > result.json')).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/result_invalid', message: expect.stringContaining('result.json') },
    });
  });

  it('gives the text of result.out, or the last line on stdout that is not empty, or nothing', async () => {
    await using pool = await open();
    expect((await pool.once('printf "two\\nlines\\n" > result.out; echo noise')).result).toBe('two\nlines');
    expect((await pool.once('echo first; echo "  the last "; echo; echo later >&2')).result).toBe('the last');
    expect((await pool.once('printf "one\\nno newline"')).result).toBe('no newline');
    expect((await pool.once('true')).outcome).toEqual({ kind: 'succeeded', resultJson: 'null' });
  });

  it('fails by its exit code, with what it said last', async () => {
    await using pool = await open();
    expect((await pool.once('echo "no such customer" >&2; exit 4')).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/exit', exit_code: 4, message: 'The script ended with exit code 4: no such customer' },
    });
    expect((await pool.once('exit 137')).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/exit', exit_code: 137, message: expect.stringMatching(/exit code 137\. Code 137 .* ran out of memory\.$/) },
    });
  });

  it('has all of its log before the outcome, also what comes from what it started', async () => {
    await using pool = await open();
    const { log } = await pool.once('seq 1 20000; (echo from below >&2)');
    expect(log.split('\n').length).toBe(20_002);
    expect(log).toContain('from below');
  });

  it('runs in an empty folder every time', async () => {
    await using pool = await open();
    await pool.once('touch left-over');
    expect((await pool.once('ls -A')).result).toBeNull();
  });

  it('takes a background process along when it ends', async () => {
    await using pool = await open();
    const mark = `mark-${Math.random()}`;
    expect((await pool.once('sleep 300 & setsid sleep 300 & echo done', {}, { environment: { MARK: mark } })).result).toBe('done');
    expect(findProcesses({ environment: mark })).toEqual([]);
  });

  it('is cancelled and timed out like any other', async () => {
    await using pool = await open();
    const controller = new AbortController();
    expect((await pool.once('echo up; sleep 300', {}, { signal: controller.signal, onLog: () => controller.abort() })).outcome).toEqual({ kind: 'cancelled' });
    expect((await pool.once('trap "" TERM; while :; do :; done', {}, { limits: { timeoutMs: 200, graceMs: 100 } })).outcome.kind).toBe('timed_out');
  });

  it('may end in its own way within the grace time', async () => {
    await using pool = await open();
    const controller = new AbortController();
    let log = '';
    await pool.once(
      'trap "echo tidied up; exit 0" TERM; echo up; while :; do sleep 0.02; done',
      {},
      {
        signal: controller.signal,
        onLog: (text) => {
          log += text;
          controller.abort();
        },
      },
    );
    expect(log).toContain('tidied up');
  });

  it('cannot give a result above the limit', async () => {
    await using pool = await open();
    const limits = { resultBytes: 100_000 };
    expect((await pool.once('head -c 200000 /dev/zero | tr "\\0" x > result.out', {}, { limits })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/result_too_large' },
    });
    expect((await pool.once('head -c 200000 /dev/zero | tr "\\0" x', {}, { limits })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/result_too_large' },
    });
    expect((await pool.once('head -c 200000 /dev/zero | tr "\\0" x; echo; echo fine', {}, { limits })).result).toBe('fine');
  });

  it('is an error when an argument cannot be handed over', async () => {
    await using pool = await open();
    expect((await pool.once('true', { text: 'a\0b' })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'job/args_invalid', message: expect.stringContaining('"text"') },
    });
    expect((await pool.once('true', { text: 'x'.repeat(4_000_000) })).outcome).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('larger than the operating system allows') },
    });
  });
});
