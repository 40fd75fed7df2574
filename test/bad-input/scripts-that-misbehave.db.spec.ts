import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Auditor } from '../../backend/auditor/auditor.service.ts';
import type { LanguageName } from '../../backend/languages/language.ts';
import { limits, processesWith, ScriptRuns } from './script-runs.ts';

let runs: ScriptRuns;
beforeAll(async () => {
  runs = await ScriptRuns.open();
}, 60_000);
afterAll(async () => {
  await runs[Symbol.asyncDispose]();
}, 60_000);

type Case = [LanguageName, string];
const unique = (): string => `31${Number.parseInt(randomBytes(3).toString('hex'), 16)}`;

/** Waits for the end of every process of a script; the test's own limit ends it. */
async function noneLeft(mark: string): Promise<void> {
  while (processesWith(mark).length > 0) await pause(50);
}

describe('a script that never ends', () => {
  test.each<Case>([
    ['bun', 'export function main() { console.log("begun"); for (;;) {} }'],
    ['bun', 'export async function main() { console.log("begun"); await new Promise(() => {}); }'],
    ['python3', 'def main():\n    print("begun", flush=True)\n    while True:\n        pass'],
    ['bash', 'echo begun; while :; do :; done'],
    ['bash', 'trap "" TERM INT HUP; echo begun; while :; do sleep 0.1; done'],
  ])('is stopped at its time limit, with what it printed: %s %j', async (language, content) => {
    const { job, error, log } = await runs.run(language, content, { timeout_s: 1.5 });
    expect([job.status, error]).toEqual([
      'failed',
      expect.objectContaining({ code: 'job/timeout', message: expect.stringMatching(/1\.5 s.*Raise the limit/) }),
    ]);
    expect(log).toBe('begun\n');
  });
});

describe('a script that takes too much', () => {
  test.each<[LanguageName, (seconds: string) => string]>([
    ['bash', (seconds) => `for i in $(seq 1 200); do sleep ${seconds} & done; wait`],
    ['python3', (seconds) => `import subprocess\ndef main():\n    for _ in range(200):\n        subprocess.Popen(["sleep", "${seconds}"])`],
    ['bun', (seconds) => `export function main() { for (let i = 0; i < 200; i += 1) Bun.spawn(["sleep", "${seconds}"]); }`],
  ])('of processes is stopped, and leaves none behind: %s', async (language, contentFor) => {
    const seconds = unique();
    const { job } = await runs.run(language, contentFor(seconds), { timeout_s: 4 });
    expect(['failed', 'succeeded']).toContain(job.status);
    await noneLeft(seconds);
  });

  test.each<Case>([
    ['bash', 'head -c 64000000 /dev/zero > big'],
    ['python3', 'def main():\n    with open("big", "wb") as file:\n        for _ in range(64):\n            file.write(bytes(1_000_000))'],
    [
      'bun',
      'import { appendFileSync } from "node:fs";\nexport function main() { for (let i = 0; i < 64; i += 1) appendFileSync("big", Buffer.alloc(1_000_000)); }',
    ],
  ])('of its disk fails as such, and the next one has room again: %s', async (language, content) => {
    const { error } = await runs.run(language, content);
    expect(error).toMatchObject({ code: 'job/disk_full', message: expect.stringContaining(`${limits.diskMegabytes} MB`) });
    expect((await runs.run(language, content.replace('64000000', '4000000').replace('range(64)', 'range(4)').replace('i < 64', 'i < 4'))).job.status).toBe(
      'succeeded',
    );
  });

  test.each<Case>([
    ['python3', 'def main():\n    kept = []\n    while True:\n        kept.append(b"x" * 10_000_000)'],
    ['bun', 'export function main() { const kept = []; for (;;) kept.push(Buffer.alloc(10_000_000, 1)); }'],
    ['bash', 'head -c 2000000000 /dev/zero | tail'],
  ])('of memory fails as such: %s', async (language, content) => {
    const { error } = await runs.run(language, content, { timeout_s: 60 });
    expect(error).toMatchObject({ code: 'job/out_of_memory', message: expect.stringContaining(`${limits.memoryMegabytes} MB`) });
  });

  test.each<Case>([
    ['bash', 'echo first; yes 0123456789 | head -c 50000000; echo; echo last'],
    ['python3', 'def main():\n    print("first")\n    for _ in range(50):\n        print("0123456789" * 100_000)\n    print("last")'],
    ['bun', 'export function main() { console.log("first"); for (let i = 0; i < 50; i += 1) console.log("0123456789".repeat(100_000)); console.log("last"); }'],
  ])('of its log keeps the beginning and the end of it, and says what is missing: %s', async (language, content) => {
    const { job, log } = await runs.run(language, content);
    expect(job.status).toBe('succeeded');
    expect(Buffer.byteLength(log)).toBeLessThan(limits.logMegabytes * 1024 * 1024 + 200);
    expect([log.startsWith('first\n'), log.endsWith('last\n')]).toEqual([true, true]);
    expect(log).toMatch(/\n\[\.\.\. 4\d,\d{3},\d{3} bytes of log were left out here: .* \.\.\.\]\n/);
  });
});

describe('a script that ends in its own way', () => {
  test.each<[LanguageName, string, object]>([
    ['bash', 'echo "about to go" >&2; exit 137', { code: 'job/exit', exit_code: 137, message: expect.stringMatching(/exit code 137: about to go.*killed/) }],
    ['bash', 'kill -9 $$', { code: 'job/exit', exit_code: 137 }],
    ['bash', 'exit 3', { code: 'job/exit', exit_code: 3 }],
    [
      'bash',
      '# a comment\nno_such_command',
      { code: 'job/exit', exit_code: 127, line: 2, message: expect.stringContaining('127: main.sh: line 2: no_such_command: command not found') },
    ],
    ['bun', 'export function main() { process.exit(137); }', { code: 'job/runner_lost', exit_code: 137, message: expect.stringContaining('killed') }],
    ['bun', 'export function main() { process.exit(0); }', { code: 'job/exit', exit_code: 0, message: expect.stringContaining('before main returned') }],
    ['bun', 'export async function main() { process.kill(process.pid, "SIGSEGV"); await new Promise(() => {}); }', { code: 'job/runner_lost' }],
    ['python3', 'import os\ndef main():\n    os._exit(137)', { code: 'job/runner_lost', exit_code: 137 }],
    ['python3', 'import sys\ndef main():\n    sys.exit(0)', { code: 'job/exit', exit_code: 0, message: expect.stringContaining('before main returned') }],
    [
      'python3',
      'import sys\ndef main():\n    sys.exit("no orders today")',
      { code: 'job/exit', exit_code: 1, message: expect.stringContaining('no orders today') },
    ],
    ['python3', 'import os, signal\ndef main():\n    os.kill(os.getpid(), signal.SIGSEGV)', { code: 'job/runner_lost' }],
  ])('fails with its exit code, and what it said: %s %j', async (language, content, error) => {
    const path = await runs.deploy(language, content);
    for (const attempt of [1, 2]) expect([attempt, (await runs.runDeployed(path)).error]).toEqual([attempt, expect.objectContaining(error)]);
  });

  test.each<[LanguageName, string, object]>([
    ['bun', 'export function main() { throw 5; }', { message: expect.stringContaining('threw 5') }],
    ['bun', 'export function main() { throw null; }', { message: expect.stringContaining('threw null') }],
    ['bun', 'export function main() { throw undefined; }', { message: expect.stringContaining('threw undefined') }],
    ['bun', 'export function main() { throw { code: "x" }; }', { message: expect.stringContaining('{"code":"x"}') }],
    ['bun', 'export function main() { const round: any = {}; round.self = round; throw round; }', { message: expect.stringContaining('not an Error') }],
    ['bun', 'export function main() { throw new Proxy({}, { get() { throw new Error("trap"); } }); }', { message: expect.stringContaining('cannot be shown') }],
    ['bun', 'export async function main() { await Promise.reject("a reason"); }', { message: expect.stringContaining('a reason') }],
    [
      'bun',
      'export async function main() { void Promise.reject(new Error("nobody waits")); await new Promise(() => {}); }',
      { name: 'Error', message: 'nobody waits', line: 1 },
    ],
    ['bun', 'export async function main() { setTimeout(() => { throw new Error("later"); }); await new Promise(() => {}); }', { message: 'later' }],
    ['bun', 'export function main(): number { return main() + 1; }', { name: 'RangeError', message: expect.stringContaining('call stack') }],
    [
      'bun',
      'export function main() { throw new Error("a\\0b \\ud83d " + "\\u{1f4b8}".repeat(30_000)); }',
      { message: expect.stringMatching(/^ab \ufffd \u{1f4b8}+/u) },
    ],
    ['python3', 'def main():\n    return main() + 1', { name: 'RecursionError', line: 2 }],
    ['python3', 'def main():\n    raise "text"', { name: 'TypeError', line: 2 }],
    ['python3', 'def main():\n    raise KeyboardInterrupt', { name: 'KeyboardInterrupt' }],
    [
      'python3',
      'class Odd(BaseException):\n    def __str__(self):\n        raise ValueError("no text")\ndef main():\n    raise Odd()',
      { name: 'Odd', message: expect.stringContaining('cannot be shown') },
    ],
    ['python3', 'def main():\n    raise ValueError("a\\0b \\ud83d " + "\\U0001f4b8" * 30_000)', { name: 'ValueError', message: expect.stringMatching(/^ab/) }],
  ])('throws whatever it likes, and is told in words: %s %j', async (language, content, error) => {
    expect((await runs.run(language, content, { timeout_s: 20 })).error).toMatchObject({ code: 'job/script_error', ...error });
  });
});

describe('after all of it', () => {
  test('the worker is well, and the auditor finds nothing', async () => {
    expect((await runs.run('bun', 'export function main() { return "well"; }')).result).toBe('well');
    const { workers } = (await runs.person.client.get<{ workers: { is_alive: boolean; running: number }[] }>(`${runs.workspace.api}/workers`)).body;
    expect(workers).toMatchObject([{ is_alive: true, running: 0 }]);
    expect(await runs.app.get(Auditor).audit()).toEqual([]);
  });
});
