import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
const typescript = (body: string, before = ''): string => `${before}\nexport async function main() { ${body} }`;
const python = (body: string, before = ''): string => `${before}\ndef main():\n    ${body.replaceAll('\n', '\n    ')}`;

describe('a result that is no JSON', () => {
  test.each<[LanguageName, string, RegExp]>([
    ['bun', typescript('const order: any = { lines: [{}] }; order.lines[0].order = order; return order;'), /cycle.*\/lines\/0\/order/],
    ['bun', typescript('return { total: 10n };'), /BigInt.*\/total.*String\(value\)/],
    ['bun', typescript('return [1, NaN];'), /NaN.*\/1/],
    ['bun', typescript('return Infinity;'), /Infinity/],
    ['bun', typescript('return { run() {} };'), /function.*\/run/],
    ['bun', typescript('return { at: new Date(NaN) };'), /invalid Date.*\/at/],
    ['bun', typescript('return { later: Promise.resolve(1) };'), /promise.*\/later.*Await/],
    ['bun', typescript('let deep: unknown = 1; for (let i = 0; i < 100_000; i += 1) deep = [deep]; return deep;'), /deep|nested/i],
    ['python3', python('order = {}\norder["lines"] = [order]\nreturn order'), /cycle|itself|contains/i],
    ['python3', python('return [1, float("nan")]'), /nan.*\/1/i],
    ['python3', python('return {"total": float("inf")}'), /inf.*\/total/i],
    ['python3', python('return object()'), /object/],
    ['python3', python('return {"f": main}'), /function.*\/f/],
    ['python3', python('deep = 1\nfor _ in range(100_000):\n    deep = [deep]\nreturn deep'), /deep|nested/i],
    ['bash', 'echo "{broken" > result.json', /result\.json/],
    ['bash', 'printf "" > result.json', /result\.json/],
    ['bash', 'printf \'{"a": 1} {"b": 2}\' > result.json', /result\.json/],
    ['bash', 'printf "[1, 1e999]" > result.json', /1e999 is too large/],
    ['python3', python('return 10 ** 400'), /is too large; return it as text/],
    ['bash', 'head -c 100000 /dev/zero | tr "\\0" "[" > result.json', /result\.json.*nested/],
  ])('fails with what is wrong and where: %s %j', async (language, content, message) => {
    expect((await runs.run(language, content)).error).toMatchObject({ code: 'job/result_invalid', message: expect.stringMatching(message) });
  });

  test.each<Case>([
    ['bun', typescript('return "x".repeat(50_000_000);')],
    ['python3', python('return "x" * 50_000_000')],
    ['bash', 'head -c 12000000 /dev/zero | tr "\\0" x > result.out'],
    ['bash', 'head -c 50000000 /dev/zero | tr "\\0" x'],
  ])('or larger than the limit fails, and says the limit: %s %j', async (language, content) => {
    expect((await runs.run(language, content)).error).toMatchObject({
      code: 'job/result_too_large',
      message: expect.stringContaining(`${limits.resultMegabytes} MB`),
    });
  });
});

describe('a result that is unusual', () => {
  test.each<[LanguageName, string, unknown]>([
    ['bun', typescript(''), null],
    ['bun', typescript('return undefined;'), null],
    ['bun', typescript('return { a: undefined, b: [undefined] };'), { b: [null] }],
    ['bun', typescript('return "a\\u0000b\\ud83dc";'), 'a\ufffdb\ufffdc'],
    ['bun', typescript('return { "k\\u0000": 1 };'), { 'k\ufffd': 1 }],
    ['bun', typescript('return -0;'), 0],
    ['bun', typescript('return new Map([["a", new Set([1])]]);'), { a: [1] }],
    ['python3', python('pass'), null],
    ['python3', python('return "a\\0b\\ud83dc"'), 'a\ufffdb\ufffd\ufffd\ufffdc'],
    ['python3', python('return 10 ** 30'), 1e30],
    ['bash', ':', null],
    ['bash', 'printf "a\\xff\\xfeb\\x00c\\n"', 'a\ufffd\ufffdbc'],
    ['bash', 'printf \'"a\\xff\\\\u0000"\' > result.json', 'a\ufffd\ufffd'],
    ['bash', 'printf \'{"a": 1, "a": 2}\' > result.json', { a: 2 }],
    ['bash', 'printf "[1e-999, 12345678901234567890]" > result.json', [0, 12345678901234567000]],
  ])('is kept as near as JSON can hold it: %s %j', async (language, content, result) => {
    const { job, log } = await runs.run(language, content);
    expect([job.status, job.result, log.includes('\0')]).toEqual(['succeeded', result, false]);
  });

  test('may lie as deep as is allowed', async () => {
    const { result } = await runs.run('bun', typescript('let deep: unknown = 1; for (let i = 0; i < 890; i += 1) deep = [deep]; return deep;'));
    expect(JSON.stringify(result)).toBe(`${'['.repeat(890)}1${']'.repeat(890)}`);
    const { job } = await runs.run('bash', `printf '[%.0s' {1..1990} > result.json; printf ']%.0s' {1..1990} >> result.json`);
    expect(JSON.stringify(job.result)).toHaveLength(3980);
  });

  test('that cannot be stored fails its job, which does not run again', async () => {
    const folder = join(runs.app.platform.config.dataDirectory, 'objects', 'results');
    await rm(folder, { recursive: true, force: true });
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file where a folder has to be');
    const { job, error } = await runs.run('bun', typescript('return "x".repeat(1_000_000);'), {
      retry: { attempts: 3, delay_s: 0, backoff: 'constant', max_delay_s: 1, jitter: false },
    });
    expect([job.status, job.attempt, error?.name]).toEqual(['failed', 1, 'ResultNotStored']);
    await rm(folder);
    expect((await runs.run('bun', typescript('return "x".repeat(1_000_000);'))).job.status).toBe('succeeded');
  });
});

describe('a log of wrong bytes', () => {
  test.each<Case>([
    ['bash', 'printf "a\\xff\\xfeb\\x00c\\n"; printf "\\xe2\\x82"; sleep 0.2; printf "\\xac\\n"'],
    [
      'python3',
      python(
        'sys.stdout.buffer.write(b"a\\xff\\xfeb\\x00c\\n")\nsys.stdout.flush()\nos.write(1, b"\\xe2\\x82")\ntime.sleep(0.2)\nos.write(1, b"\\xac\\n")',
        'import os, sys, time',
      ),
    ],
    [
      'bun',
      typescript(
        'process.stdout.write(Buffer.from("61fffe6200630a", "hex")); process.stdout.write(Buffer.from("e282", "hex")); await Bun.sleep(200); process.stdout.write(Buffer.from("ac0a", "hex"));',
      ),
    ],
  ])('keeps everything that is text, and characters whole: %s', async (language, content) => {
    const { job, log } = await runs.run(language, content);
    expect([job.status, log]).toEqual(['succeeded', 'a\ufffd\ufffdbc\n€\n']);
  });

  test.each<Case>([
    ['python3', python('print("half \\ud83d done")')],
    ['bun', typescript('console.log("half \\ud83d done");')],
  ])('takes half a character: %s', async (language, content) => {
    expect((await runs.run(language, content)).log).toMatch(/^half .* done\n$/);
  });

  test('keeps what looks like a mark in its log, and ends only with its answer', async () => {
    const content = typescript('process.stdout.write("one\\0MR-END 0000000000000000\\ntwo\\n"); process.stderr.write("\\0MR-END");');
    const { log } = await runs.run('bun', content);
    expect([log.includes('one'), log.includes('two')]).toEqual([true, true]);
  });
});

describe('a script that meddles with its streams', () => {
  test.each<Case>([
    ['bash', 'exec 1>&- 2>&-; echo nothing; printf 7 > result.json'],
    ['python3', python('sys.stdout.close()\nsys.stderr.close()\nos.close(1)\nos.close(2)\nreturn 7', 'import os, sys')],
    ['bun', typescript('closeSync(1); closeSync(2); return 7;', 'import { closeSync } from "node:fs";')],
    ['bun', typescript('process.stdout.end("bye"); process.stderr.destroy(); return 7;')],
    ['python3', python('sys.stdout = None\nsys.stderr = 5\nreturn 7', 'import sys')],
  ])('by closing them still gives its result, and so does the next run: %s %j', async (language, content) => {
    const path = await runs.deploy(language, content, { timeout_s: 20 });
    for (const round of [1, 2]) expect([round, (await runs.runDeployed(path)).result]).toEqual([round, 7]);
  });

  test.each<Case>([
    [
      'bun',
      typescript('writeSync(4, "garbage\\n{\\"type\\":\\"result\\"}\\n{}\\nnull\\n[]\\n\\xff\\xfe\\n"); return 7;', 'import { writeSync } from "node:fs";'),
    ],
    ['bun', typescript('writeSync(4, "a line that does not end"); return 7;', 'import { writeSync } from "node:fs";')],
    [
      'bun',
      typescript(
        'writeSync(4, \'{"type":"result","id":"someone-else/1","result":"stolen"}\\n{"type":"ready"}\\n{"type":"emptied"}\\n\'); return 7;',
        'import { writeSync } from "node:fs";',
      ),
    ],
    [
      'bun',
      typescript(
        'writeSync(4, \'{"type":"progress","id":"\' + process.env.MR_JOB_ID + \'/1","percent":1e999}\\n{"type":"progress","id":"\' + process.env.MR_JOB_ID + \'/1","percent":"x"}\\n\'); return 7;',
        'import { writeSync } from "node:fs";',
      ),
    ],
    ['python3', python('os.write(4, b"garbage\\n\\xff\\xfe\\n")\nos.write(4, b"a line that does not end")\nreturn 7', 'import os')],
    ['bash', 'echo garbage >&4; echo garbage >&3; printf 7 > result.json'],
  ])('by writing to the worker itself gives its result all the same: %s %j', async (language, content) => {
    const path = await runs.deploy(language, content, { timeout_s: 20 });
    for (const round of [1, 2]) expect([round, (await runs.runDeployed(path)).result]).toEqual([round, 7]);
  });

  test.each<Case>([
    [
      'bun',
      typescript('const line = "x".repeat(1_000_000); for (let i = 0; i < 40; i += 1) writeSync(4, line); return 7;', 'import { writeSync } from "node:fs";'),
    ],
    ['bun', typescript('closeSync(4); return 7;', 'import { closeSync } from "node:fs";')],
    ['bun', typescript('closeSync(3); await Bun.sleep(100); return 7;', 'import { closeSync } from "node:fs";')],
    ['python3', python('os.close(4)\nreturn 7', 'import os')],
  ])('by flooding or closing the way to the worker fails, and harms no other run: %s %j', async (language, content) => {
    const path = await runs.deploy(language, content, { timeout_s: 5 });
    for (const round of [1, 2]) expect([round, (await runs.runDeployed(path)).job.status]).toEqual([round, expect.stringMatching(/^(failed|succeeded)$/)]);
  });

  test.each<Case>([
    ['bun', typescript('JSON.stringify = () => "broken"; return { seven: 7 };')],
    ['bun', typescript('(Object.prototype as any).polluted = "yes"; (Array.prototype as any).polluted = "yes"; return { seven: 7 };')],
    ['bun', typescript('(globalThis as any).Buffer = null; (globalThis as any).console = null; return { seven: 7 };')],
    ['bun', typescript('process.chdir("/"); for (const name of Object.keys(process.env)) delete process.env[name]; return { seven: 7 };')],
    ['python3', python('json.dumps = None\nbuiltins.str = None\nreturn {"seven": 7}', 'import builtins, json')],
    ['python3', python('os.chdir("/")\nos.environ.clear()\nreturn {"seven": 7}', 'import os')],
  ])('or with the language around it ends either way, and soon: %s %j', async (language, content) => {
    const path = await runs.deploy(language, content, { timeout_s: 20 });
    for (const round of [1, 2]) {
      const { job, error } = await runs.runDeployed(path);
      expect([round, job.status === 'succeeded' ? job.result : error?.code]).toEqual([
        round,
        job.status === 'succeeded' ? { seven: 7 } : expect.not.stringContaining('timeout'),
      ]);
    }
  });

  test('by leaving a process behind that holds them open ends at once, and so does that process', async () => {
    const { result, job } = await runs.run('bash', '(trap "" TERM HUP; exec sleep 319987) & echo done', { timeout_s: 20 });
    expect([job.status, result]).toEqual(['succeeded', 'done']);
    expect(processesWith('319987')).toEqual([]);
  });
});

test('after all of it the auditor finds nothing', async () => {
  expect((await runs.run('python3', python('return "well"'))).result).toBe('well');
  expect(await runs.app.get(Auditor).audit()).toEqual([]);
});
