import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aSource, startScript, testToolchain, type HarnessAnswer } from '../../../test/support/harness.ts';
import { DependencyFailure, type ImportedScript, type Toolchain } from '../language.ts';
import { pipInstaller } from './installer.ts';
import { findInterpreter, type Interpreter } from './interpreter.ts';
import { closeParser } from './parser-process.ts';
import { prepare } from './prepare.ts';
import { python } from './python.ts';
import { resolve } from './resolve.ts';

let toolchain: Toolchain & AsyncDisposable;
beforeAll(async () => {
  toolchain = await testToolchain();
});
afterAll(async () => {
  await closeParser();
  await toolchain[Symbol.asyncDispose]();
});

async function runOnce(content: string, args: Record<string, unknown> = {}): Promise<HarnessAnswer> {
  await using harness = await startScript(python, aSource(content), toolchain);
  return await harness.run(args);
}

describe('a Python script', () => {
  it('gets its arguments by name, with defaults for what is absent', async () => {
    await using harness = await startScript(
      python,
      aSource('def main(name: str, /, times: int = 2, *, loud=False):\n    return [name, times, loud]\n'),
      toolchain,
    );
    expect((await harness.run({ loud: true, name: 'Ada', unknown: 1 })).result).toEqual(['Ada', 2, true]);
    expect((await harness.run({})).error).toMatchObject({ name: 'TypeError', message: expect.stringContaining("'name'") as unknown });
  });

  it('gets dates, bytes, enums and records of the types that it asks for', async () => {
    const content = `
from dataclasses import dataclass
from datetime import datetime, date
from decimal import Decimal
from enum import Enum

class Level(Enum):
    LOW = "low"

@dataclass
class Order:
    id: int
    at: datetime

def main(at: datetime, day: date | None, data: bytes, level: Level, order: Order, amounts: list[Decimal], text: str | datetime):
    return [at.year, day.month, data.hex(), level.name, order.at.hour, str(sum(amounts)), text]
`;
    const args = {
      at: '2026-11-20T10:00:00Z',
      day: '2026-03-01',
      data: 'AQID',
      level: 'low',
      order: { id: 1, at: '2026-11-20T07:00:00+00:00' },
      amounts: ['0.1', 0.2],
      text: '2026-01-01',
    };
    await using harness = await startScript(python, aSource(content), toolchain);
    expect((await harness.run(args)).result).toEqual([2026, 3, '010203', 'LOW', 7, '0.3', '2026-01-01']);
    expect((await harness.run({ ...args, at: 'soon' })).error).toMatchObject({ code: 'job/args_invalid', message: expect.stringContaining('"at"') as unknown });
  });

  it('is passed a resource as a dict, although nothing declares its type', async () => {
    expect((await runOnce('def main(db: postgresql):\n    return db["host"]\n', { db: { host: 'localhost' } })).result).toBe('localhost');
  });

  it('keeps what it prints apart for each job, imports included', async () => {
    await using harness = await startScript(
      python,
      aSource(
        "import sys, os\nprint('loading')\ndef main(n: int):\n    print('job', n)\n    print('oh', n, file=sys.stderr)\n    sys.stdout.write('x' * 2_000_000)\n",
      ),
      toolchain,
    );
    const first = await harness.run({ n: 1 });
    expect(first.stdout).toBe(`loading\njob 1\n${'x'.repeat(2_000_000)}`);
    expect(first.stderr).toBe('oh 1\n');
    expect(first.result).toBeNull();
    expect((await harness.run({ n: 2 })).stdout).toBe(`job 2\n${'x'.repeat(2_000_000)}`);
  });

  it('sees the environment of its own job only', async () => {
    await using harness = await startScript(python, aSource("import os\ndef main():\n    return [os.environ.get('ONE'), os.environ.get('TWO')]\n"), toolchain);
    expect((await harness.run({}, { ONE: '1' })).result).toEqual(['1', null]);
    expect((await harness.run({}, { TWO: '2' })).result).toEqual([null, '2']);
  });

  it('tells the line and column of an error in the file of the author', async () => {
    const { error } = await runOnce("def find(id):\n    raise LookupError(f'no order {id}')\n\nasync def main():\n    return find(7)\n");
    expect(error).toMatchObject({ name: 'LookupError', message: 'no order 7', line: 2 });
    expect(error?.stack).toContain('File "f/test/script.py", line 5, in main');
    expect(error?.stack).not.toMatch(/millrace_runner|\/code\//);
  });

  it('tells the place of what does not compile', async () => {
    expect((await runOnce('def main():\n    return (1\n')).error).toMatchObject({ name: 'SyntaxError', line: 2 });
  });

  it.each([
    ['a cycle', 'a = {}\n    a["self"] = [a]\n    return a', '/self/0'],
    ['NaN', 'return {"ratio": float("nan")}', '/ratio'],
    ['a function', 'return {"a/b": [print]}', '/a~1b/0'],
    ['a generator', 'return [x for x in [1]], (x for x in [1])', '/1'],
    ['an object', 'return {"it": object()}', '/it'],
  ])('fails with the place of %s in its result', async (_, body, pointer) => {
    const { error } = await runOnce(`def main():\n    ${body}\n`);
    expect(error?.code).toBe('job/result_invalid');
    expect(error?.message).toContain(`stands at ${pointer}.`);
  });

  it('may return dates, decimals, sets, bytes, records and big numbers', async () => {
    const content = `
import datetime, decimal, uuid
from dataclasses import dataclass
from collections import namedtuple

@dataclass
class Order:
    id: int

def main():
    return {"at": datetime.datetime(2026, 1, 2), "day": datetime.date(2026, 1, 2), "amount": decimal.Decimal("1.10"), "id": uuid.UUID(int=0), "bytes": b"\\x01\\x02\\x03",
            "order": Order(1), "set": {1}, "tuple": (1, 2), "point": namedtuple("Point", "x y")(1, 2), 3: "key", "big": 2**70, "none": None}
`;
    expect((await runOnce(content)).result).toEqual({
      at: '2026-01-02T00:00:00',
      day: '2026-01-02',
      amount: '1.10',
      id: '00000000-0000-0000-0000-000000000000',
      bytes: 'AQID',
      order: { id: 1 },
      set: [1],
      tuple: [1, 2],
      point: { x: 1, y: 2 },
      3: 'key',
      big: 2 ** 70,
      none: null,
    });
  });

  it('goes on after a failed job, and loads again after a failed import', async () => {
    await using harness = await startScript(
      python,
      aSource("import os\nif not os.environ.get('READY'):\n    raise RuntimeError('not ready')\ndef main():\n    return 'up'\n"),
      toolchain,
    );
    expect((await harness.run({})).error).toMatchObject({ message: 'not ready', line: 3 });
    expect((await harness.run({}, { READY: '1' })).result).toBe('up');
  });

  it('ends with the exit code that the script chooses', async () => {
    expect(await runOnce("import sys\ndef main():\n    print('bye')\n    sys.exit(7)\n")).toMatchObject({ exitCode: 7, stdout: 'bye\n' });
    expect(await runOnce('def main():\n    exit(3)\n')).toMatchObject({ exitCode: 3 });
  });

  it('survives the loss of its stdout and tells its result', async () => {
    await using harness = await startScript(python, aSource("import os\ndef main():\n    os.close(1)\n    return 'still here'\n"), toolchain);
    expect((await harness.run({})).result).toBe('still here');
    expect(await harness.ended()).toBe(1);
  });

  it('ends when the worker is gone, whatever it is doing', async () => {
    await using harness = await startScript(python, aSource('def main():\n    print("spinning")\n    while True:\n        pass\n'), toolchain);
    const running = harness.run({});
    await harness.printed('spinning');
    harness.abandon();
    expect((await running).exitCode).toBe(0);
  });

  it('says so when there is no main', async () => {
    expect((await runOnce('x = 1\n')).error?.code).toBe('job/no_main');
  });

  it('imports the SDK without an install and reports progress through it', async () => {
    expect(await runOnce('import millrace\ndef main():\n    millrace.set_progress(40)\n    return "done"\n')).toMatchObject({ result: 'done', progress: [40] });
  });

  it('imports other scripts by relative and absolute paths and finds its errors among theirs', async () => {
    const imported: ImportedScript[] = [
      { path: 'f/test/helper', language: 'python3', content: 'from ..other.deep import deep\n\ndef double(n):\n    return deep(n) * 2\n' },
      { path: 'f/other/deep', language: 'python3', content: "def deep(n):\n    if n < 0:\n        raise ValueError('negative')\n    return n\n" },
    ];
    const content = 'from .helper import double\nfrom f.other.deep import deep\n\ndef main(n: int):\n    return double(n) + deep(n)\n';
    await using harness = await startScript(python, aSource(content, { imported }), toolchain);
    expect((await harness.run({ n: 2 })).result).toBe(6);
    const { error } = await harness.run({ n: -1 });
    expect(error).toMatchObject({ message: 'negative', line: 5 });
    expect(error?.stack).toContain('File "f/other/deep.py", line 3');
  });

  it('names files of packages as they are imported, not where the worker keeps them', async () => {
    const { error } = await runOnce(
      'import json\nimport millrace\ndef main():\n    try:\n        json.loads("{")\n    except ValueError as error:\n        raise LookupError("bad") from error\n',
    );
    expect(error?.stack).toMatch(/File "json\/__init__\.py", line \d+, in loads/);
    const refused = await runOnce('import millrace\ndef main():\n    millrace.set_state(object())\n');
    expect(refused.error?.stack).toMatch(/File "millrace\/\w+\.py", line \d+/);
    expect(refused.error?.stack).not.toMatch(/File "\//);
  });

  it('does not see packages that are installed on the machine', async () => {
    expect((await runOnce('def main():\n    import pip\n')).error).toMatchObject({ name: 'ModuleNotFoundError', line: 2 });
  });
});

describe('packages of PyPI', () => {
  it('are resolved from plain imports under their real names, installed and run', async () => {
    const source = aSource(
      'import yaml\nfrom dateutil.parser import parse\n\ndef main(text: str):\n    return [yaml.safe_load(text), parse("1 Jan 2026").year]\n',
      { lock: null },
    );
    const lock = await python.resolve(source, toolchain);
    expect(lock).toMatch(/^# py: 3\.\d+\n/);
    expect(lock).toMatch(/^pyyaml==\d/m);
    expect(lock).toMatch(/^python-dateutil==\d/m);
    await using harness = await startScript(python, { ...source, lock }, toolchain);
    expect((await harness.run({ text: 'a: [1, 2]' })).result).toEqual([{ a: [1, 2] }, 2026]);
  });

  it.each([
    ['import millrace_no_such_package_zz', 'millrace_no_such_package_zz', /no package called "millrace-no-such-package-zz"/],
    ['# requirements:\n# six==99.0.0', 'six==99.0.0', /no version that matches "==99.0.0"/],
  ])('that do not exist fail with the import and its line: %j', async (head, specifier, answer) => {
    const line = head.split('\n').length;
    const failure: unknown = await python.resolve(aSource(`${head}\ndef main():\n    pass\n`), toolchain).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyFailure);
    expect(failure).toMatchObject({ specifier, line, answer: expect.stringMatching(answer) as unknown });
    expect((failure as DependencyFailure).answer).not.toMatch(/https?:/);
  });

  it('that are there only as source are built where nothing of them can be reached, and those that need a compiler are refused', async () => {
    const source = aSource('from docopt import docopt\n\ndef main(words: list[str]):\n    return docopt("Usage: refund <order>", words)["<order>"]\n', {
      lock: null,
    });
    const lock = await python.resolve(source, toolchain);
    expect(lock).toMatch(/^# py: 3\.\d+\n# built from source: docopt\ndocopt==\d[\d.]+\n$/);
    await using harness = await startScript(python, { ...source, lock }, toolchain);
    expect((await harness.run({ words: ['1042'] })).result).toBe('1042');
    const compiled = aSource('# requirements:\n# pycrypto==2.6.1\n\ndef main():\n    pass\n');
    const failure: unknown = await python
      .resolve(compiled, toolchain)
      .then((found) => python.prepare?.({ ...compiled, lock: found }, 'compiled', toolchain))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DependencyFailure);
    expect(failure).toMatchObject({ specifier: 'pycrypto', answer: expect.stringMatching(/only as source.*compiled/) as unknown });
  });

  it('are resolved and installed by pip where uv cannot be had', async () => {
    const interpreter = (await findInterpreter(toolchain)) as Interpreter;
    const withPip = async (): Promise<ReturnType<typeof pipInstaller>> => pipInstaller(interpreter, toolchain);
    expect(await resolve(aSource('import six\n'), toolchain, withPip)).toMatch(/^# py: 3\.\d+\nsix==\d[\d.]+\n$/);
    await expect(resolve(aSource('import millrace_no_such_package_zz\n'), toolchain, withPip)).rejects.toMatchObject({
      specifier: 'millrace_no_such_package_zz',
      answer: expect.stringContaining('no package called') as unknown,
    });
  });
});

describe('preparing', () => {
  it('is done once, by many at the same time', async () => {
    const launches = await Promise.all(Array.from({ length: 8 }, () => prepare(aSource('def main():\n    return 42\n'), 'same', toolchain)));
    expect(new Set(launches.map((launch) => launch.command.at(-1))).size).toBe(1);
  });
});
