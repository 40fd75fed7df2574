import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aSource, HarnessProcess, startScript, testToolchain } from '../../../test/support/harness.ts';
import { DependencyFailure, type ImportedScript, type Toolchain } from '../language.ts';
import { prepare } from './prepare.ts';
import { nodeRuntime } from './runtime.ts';
import { typescript } from './typescript.ts';

let toolchain: Toolchain & AsyncDisposable;
beforeAll(async () => {
  toolchain = await testToolchain();
});
afterAll(async () => {
  await toolchain[Symbol.asyncDispose]();
});

async function runOnce(content: string, args: Record<string, unknown> = {}) {
  await using harness = await startScript(typescript, aSource(content), toolchain);
  return await harness.run(args);
}

describe('a TypeScript script', () => {
  it('gets its arguments by name, with defaults for what is absent', async () => {
    await using harness = await startScript(
      typescript,
      aSource('export function main(name: string, times = 2, ...rest: number[]) { return { name, times, rest }; }'),
      toolchain,
    );
    expect((await harness.run({ times: 3, name: 'Ada', rest: [1, 2] })).result).toEqual({ name: 'Ada', times: 3, rest: [1, 2] });
    expect((await harness.run({ name: 'Ada' })).result).toEqual({ name: 'Ada', times: 2, rest: [] });
  });

  it('gets a Date where it asks for one and all arguments where it destructures them', async () => {
    expect((await runOnce('export const main = (day: Date) => day.getUTCFullYear();', { day: '2026-11-20T00:00:00Z' })).result).toBe(2026);
    expect((await runOnce('export const main = ({ a, b = 2 }: { a: number; b?: number }) => a + b;', { a: 1 })).result).toBe(3);
  });

  it('keeps what it prints apart for each job, imports included', async () => {
    await using harness = await startScript(
      typescript,
      aSource(
        "console.log('loading');\nexport function main(n: number) { console.log(`job ${n}`); console.error(`oh ${n}`); process.stdout.write('x'.repeat(2_000_000)); console.log('y'.repeat(2_000_000)); }",
      ),
      toolchain,
    );
    const printed = `${'x'.repeat(2_000_000)}${'y'.repeat(2_000_000)}\n`;
    const first = await harness.run({ n: 1 });
    expect(first.stdout).toBe(`loading\njob 1\n${printed}`);
    expect(first.stderr).toBe('oh 1\n');
    expect(first.result).toBeNull();
    expect((await harness.run({ n: 2 })).stdout).toBe(`job 2\n${printed}`);
  });

  it('sees the environment of its own job only', async () => {
    await using harness = await startScript(typescript, aSource('export const main = () => [process.env.ONE ?? null, process.env.TWO ?? null];'), toolchain);
    expect((await harness.run({}, { ONE: '1' })).result).toEqual(['1', null]);
    expect((await harness.run({}, { TWO: '2' })).result).toEqual([null, '2']);
  });

  it('tells the line and column of an error in the file of the author', async () => {
    const answer = await runOnce(
      "type Unused = { a: number };\n\nexport async function main() {\n  await Promise.resolve();\n  throw new TypeError('no such order');\n}",
    );
    expect(answer.error).toMatchObject({ name: 'TypeError', message: 'no such order', line: 5 });
    expect(answer.error?.stack).toContain('f/test/script.ts:5:');
    expect(answer.error?.stack).not.toContain('harness');
    expect(answer.error?.stack).not.toContain('/bundles/');
  });

  it.each([
    ['a cycle', 'const a: Record<string, unknown> = {}; a.self = { a }; return a;', '/self/a'],
    ['a BigInt', 'return { rows: [{ id: 1n }] };', '/rows/0/id'],
    ['NaN', 'return { ratio: 0 / 0 };', '/ratio'],
    ['Infinity', 'return [1 / 0];', '/0'],
    ['a function', "return { 'a/b': { run() {} } };", '/a~1b/run'],
  ])('fails with the place of %s in its result', async (_, body, pointer) => {
    const { error } = await runOnce(`export function main() { ${body} }`);
    expect(error?.code).toBe('job/result_invalid');
    expect(error?.message).toContain(`stands at ${pointer}.`);
  });

  it('may return dates, maps, sets, bytes and nothing', async () => {
    const { result } = await runOnce(
      "export const main = () => ({ at: new Date(0), map: new Map([['a', 1]]), set: new Set([1, 2]), bytes: new Uint8Array([1, 2, 3]), gone: undefined, list: [undefined] });",
    );
    expect(result).toEqual({ at: '1970-01-01T00:00:00.000Z', map: { a: 1 }, set: [1, 2], bytes: 'AQID', list: [null] });
  });

  it('goes on after a failed job, and loads again after a failed import', async () => {
    await using harness = await startScript(
      typescript,
      aSource("if (!process.env.READY) throw new Error('not ready');\nexport function main() { return 'up'; }"),
      toolchain,
    );
    expect((await harness.run({})).error).toMatchObject({ message: 'not ready', line: 1 });
    expect((await harness.run({}, { READY: '1' })).result).toBe('up');
  });

  it('ends with the exit code that the script chooses', async () => {
    expect(await runOnce("export function main() { console.log('bye'); process.exit(7); }")).toMatchObject({ exitCode: 7, stdout: 'bye\n' });
  });

  it('fails when a promise that nobody awaits is rejected, and is not used again', async () => {
    await using harness = await startScript(
      typescript,
      aSource("export async function main() { void Promise.reject(new RangeError('stray')); await new Promise(() => undefined); }"),
      toolchain,
    );
    expect((await harness.run({})).error).toMatchObject({ name: 'RangeError', message: 'stray' });
    expect(await harness.ended()).toBe(1);
  });

  it('survives the loss of its stdout and tells its result', async () => {
    await using harness = await startScript(
      typescript,
      aSource("import { closeSync } from 'node:fs';\nexport function main() { closeSync(1); return 'still here'; }"),
      toolchain,
    );
    expect((await harness.run({})).result).toBe('still here');
    expect(await harness.ended()).toBe(1);
  });

  it('says so when there is no main', async () => {
    expect((await runOnce('export const helper = 1;')).error?.code).toBe('job/no_main');
  });

  it('imports the SDK without an install and reports progress through it', async () => {
    const answer = await runOnce("import { setProgress } from 'millrace';\nexport async function main() { await setProgress(40); return 'done'; }");
    expect(answer).toMatchObject({ result: 'done', progress: [40] });
  });

  it('imports other scripts by relative and absolute paths and finds its errors among theirs', async () => {
    const imported: ImportedScript[] = [
      { path: 'f/test/helper', language: 'bun', content: "import { deep } from '../other/deep.ts';\nexport const double = (n: number) => deep(n) * 2;" },
      {
        path: 'f/other/deep',
        language: 'bun',
        content: "export function deep(n: number): number {\n  if (n < 0) throw new Error('negative');\n  return n;\n}",
      },
    ];
    const content =
      "import { double } from './helper';\nimport { deep } from '/f/other/deep';\nexport function main(n: number) {\n  return double(n) + deep(n);\n}";
    await using harness = await startScript(typescript, aSource(content, { imported }), toolchain);
    expect((await harness.run({ n: 2 })).result).toBe(6);
    const { error } = await harness.run({ n: -1 });
    expect(error).toMatchObject({ message: 'negative', line: 4 });
    expect(error?.stack).toContain('f/other/deep.ts:2:');
  });
});

describe('packages of npm', () => {
  it('are resolved from pinned imports, bundled and run', async () => {
    const source = aSource(
      'import isOdd from "is-odd@3.0.1";\nimport ms from "ms";\nconst text = "from \'is-odd@3.0.1\'";\nexport const main = (n: number) => ({ odd: isOdd(n), hour: ms("1h"), text });',
      { lock: null },
    );
    const lock = await typescript.resolve(source, toolchain);
    expect(lock).toContain('"is-odd": "3.0.1"');
    expect(lock).toContain('\n//bun.lock\n');
    await using harness = await startScript(typescript, { ...source, lock }, toolchain);
    expect((await harness.run({ n: 3 })).result).toEqual({ odd: true, hour: 3_600_000, text: "from 'is-odd@3.0.1'" });
  });

  it('stay outside of the bundle where the author asks for it', async () => {
    const source = aSource('// nobundling\nimport ms from "ms@2.1.3";\nexport const main = () => ms("1s");', { lock: null });
    const launch = await prepare({ ...source, lock: await typescript.resolve(source, toolchain) }, 'nobundling', toolchain);
    expect(await readFile(join(launch.command.at(-1) as string, 'main.js'), 'utf8')).toContain('from "ms"');
    await using harness = await HarnessProcess.start(launch);
    expect((await harness.run({})).result).toBe(1000);
  });

  it('with machine code run where they are installed', async () => {
    const source = aSource('import { crc32 } from "@node-rs/crc32";\nexport const main = (text: string) => crc32(text);', { lock: null });
    await using harness = await startScript(typescript, source, toolchain);
    expect((await harness.run({ text: 'a' })).result).toBe(3_904_355_907);
  });

  it.each([
    ['millrace-no-such-package-zz', /no package called "millrace-no-such-package-zz"/],
    ['ms@99.0.0', /no version that matches "99.0.0"/],
    ['https://example.com/x.js', /neither a package of npm nor a script/],
  ])('that do not exist fail with the import and its line: %s', async (specifier, answer) => {
    const failure: unknown = await typescript
      .resolve(aSource(`\nimport it from "${specifier}";\nexport const main = () => it;`), toolchain)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyFailure);
    expect(failure).toMatchObject({ specifier, line: 2, answer: expect.stringMatching(answer) as unknown });
    expect((failure as DependencyFailure).answer).not.toMatch(/https?:/);
  });

  it('cannot be wanted in two versions by a script and its import', async () => {
    const imported: ImportedScript[] = [{ path: 'f/test/helper', language: 'bun', content: 'import ms from "ms@2.0.0";\nexport const x = ms;' }];
    await expect(
      typescript.resolve(aSource('import ms from "ms@2.1.3";\nimport { x } from "./helper";\nexport const main = () => [ms, x];', { imported }), toolchain),
    ).rejects.toThrow(/share one version/);
  });
});

describe('preparing', () => {
  it('is done once, by many at the same time', async () => {
    const source = aSource('export const main = () => 42;');
    const launches = await Promise.all(Array.from({ length: 8 }, () => prepare(source, 'same', toolchain)));
    expect(new Set(launches.map((launch) => launch.command.at(-1))).size).toBe(1);
  });

  it('names the import of a script that is not there', async () => {
    await expect(prepare(aSource("\nimport { x } from './gone';\nexport const main = () => x;"), 'gone', toolchain)).rejects.toMatchObject({
      specifier: './gone',
      line: 2,
      answer: expect.stringContaining('no such script') as unknown,
    });
  });

  it('falls back to Node, with types and enums stripped at the same lines', async () => {
    const imported: ImportedScript[] = [{ path: 'f/test/levels', language: 'bun', content: 'export enum Level { Low = 1, High = 2 }' }];
    const source = aSource(
      "import { Level } from './levels';\nimport { job } from 'millrace';\nexport function main(fail: boolean): unknown {\n  if (fail) throw new Error('as asked');\n  return [Level.High, job.id];\n}",
      { imported },
    );
    await using harness = await HarnessProcess.start(await prepare(source, 'node', toolchain, nodeRuntime));
    expect((await harness.run({ fail: false }, { MR_JOB_ID: 'j' })).result).toEqual([2, 'j']);
    expect((await harness.run({ fail: true })).error).toMatchObject({ message: 'as asked', line: 4 });
  });
});
