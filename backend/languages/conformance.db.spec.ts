import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../common/json-text.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { LanguagePool, type LanguageRun } from '../../test/support/language-pool.ts';
import { DependencyFailure, type ImportedScript, type LanguageName } from './language.ts';
import { languageOf, languages } from './languages.ts';
import { closeConnections } from './postgresql/connections.ts';
import { closeParser } from './python/parser-process.ts';

/** The same few programs, written in each language: what the suite runs. A new language adds its column. */
type Programs = {
  /** An argument `name` of text that must be given, a whole number `count` with the default 2; gives both. */
  typed: string;
  broken: { content: string; line: number };
  /** Fails on its third line with the text "as asked". */
  failing: string;
  /** Writes "hello from the log". */
  logging: string;
  /** Does not end by itself. */
  endless: string;
  /** Gives nothing. */
  empty: string;
  enumerated?: string;
  packages?: { content: string; specifiers: string[]; lines: number[]; missing: string; installed: string; result: unknown };
  scripts?: { content: string; imported: ImportedScript; result: unknown };
};

const programs: Record<LanguageName, Programs> = {
  bun: {
    typed: 'export function main(name: string, count: number = 2) {\n  return { name, count };\n}\n',
    broken: { content: 'export function main() {\n  const x = ;\n}\n', line: 2 },
    failing: "export function main() {\n  const reason: string = 'as asked';\n  throw new Error(reason);\n}\n",
    logging: "export function main() {\n  console.log('hello from the log');\n}\n",
    endless: "export function main() {\n  console.log('begun');\n  for (;;);\n}\n",
    empty: 'export function main() {}\n',
    enumerated: "export function main(size: 'S' | 'M') {\n  return size;\n}\n",
    packages: {
      content: 'import ms from "ms@2.1.3";\nimport isOdd from "is-odd";\nexport const main = () => [ms("1s"), isOdd(3)];\n',
      specifiers: ['ms@2.1.3', 'is-odd'],
      lines: [1, 2],
      missing: 'import it from "millrace-no-such-package-zz";\nexport const main = () => it;\n',
      installed: 'ms@2.1.3',
      result: [1000, true],
    },
    scripts: {
      content: "import { twice } from './helper';\nexport const main = () => twice(21);\n",
      imported: { path: 'f/test/helper', language: 'bun', content: 'export const twice = (n: number) => 2 * n;\n' },
      result: 42,
    },
  },
  python3: {
    typed: 'def main(name: str, count: int = 2):\n    return {"name": name, "count": count}\n',
    broken: { content: 'def main():\n    x = = 1\n', line: 2 },
    failing: 'def main():\n    reason = "as asked"\n    raise RuntimeError(reason)\n',
    logging: 'def main():\n    print("hello from the log")\n',
    endless: 'def main():\n    print("begun")\n    while True:\n        pass\n',
    empty: 'def main():\n    pass\n',
    enumerated: 'from typing import Literal\n\ndef main(size: Literal["S", "M"]):\n    return size\n',
    packages: {
      content: 'import yaml\nfrom dateutil.parser import parse\n\ndef main():\n    return [yaml.safe_load("[1]"), parse("1 Jan 2026").year]\n',
      specifiers: ['yaml', 'dateutil'],
      lines: [1, 2],
      missing: 'import millrace_no_such_package_zz\n\ndef main():\n    pass\n',
      installed: 'pyyaml==',
      result: [[1], 2026],
    },
    scripts: {
      content: 'from .helper import twice\n\ndef main():\n    return twice(21)\n',
      imported: { path: 'f/test/helper', language: 'python3', content: 'def twice(n):\n    return 2 * n\n' },
      result: 42,
    },
  },
  bash: {
    typed: 'name="$1"\ncount="${2:-2}"\nprintf \'{"name": "%s", "count": %s}\' "$name" "$count" > result.json\n',
    broken: { content: 'name="$1"\nif true; then )\nfi\n', line: 2 },
    failing: 'echo "not yet"\necho "as asked" >&2\nexit 3\n',
    logging: 'echo "hello from the log"\n',
    endless: 'echo begun\nwhile true; do :; done\n',
    empty: ':\n',
  },
  postgresql: {
    typed: '-- result_collection=last_statement_first_row\n-- $1 name (text)\n-- $2 count (int) = 2\nselect $1 as name, $2 as count\n',
    broken: { content: "select 1;\nselect 'a\n", line: 2 },
    failing: "select 1;\n\ndo $$ begin raise exception 'as asked'; end $$;\n",
    logging: "do $$ begin raise notice 'hello from the log'; end $$;\n",
    endless: "do $$ begin raise notice 'begun'; perform pg_sleep(600); end $$;\n",
    empty: 'do $$ begin end $$;\n',
  },
};

let database: TestDatabase;
let pool: LanguagePool;
let resource: Record<string, unknown>;
beforeAll(async () => {
  [database, pool] = await Promise.all([createTestDatabase(), LanguagePool.open()]);
  const url = new URL(database.url);
  resource = {
    host: url.hostname,
    port: Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    dbname: url.pathname.slice(1),
  };
});
afterAll(async () => {
  await closeConnections();
  await closeParser();
  await pool[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

describe('the list of languages', () => {
  it('has each name, title and extension once', () => {
    for (const key of ['name', 'title', 'extension'] as const) expect(new Set(languages.map((language) => language[key])).size).toBe(languages.length);
  });

  it('refuses a name that is none', () => {
    expect(() => languageOf('cobol')).toThrow(/no language "cobol"/);
  });
});

describe.each(languages.map((language) => [language.name, language] as const))('%s', (name, language) => {
  const program = programs[name];
  const run = (content: string, args: Record<string, unknown> = {}, options: Parameters<LanguagePool['run']>[3] = {}): Promise<LanguageRun> =>
    pool.run(language, content, name === 'postgresql' ? { database: resource, ...args } : args, options);
  const resultOf = ({ outcome }: LanguageRun): unknown => {
    expect(outcome).toMatchObject({ kind: 'succeeded' });
    return outcome.kind === 'succeeded' ? (JSON.parse(textOf(outcome.resultJson)) as unknown) : undefined;
  };

  it('runs on this machine and says in which version', async () => {
    expect(await language.probe(pool.toolchainOf(language))).toMatchObject({ available: true, version: expect.stringMatching(/\d/) as unknown });
  });

  it('has a template that runs as it stands', async () => {
    const { schema, problems, hasMain, description } = await language.inferSignature(language.template);
    expect({ problems, hasMain, isDescribed: description !== '' }).toEqual({ problems: [], hasMain: true, isDescribed: true });
    const defaults = Object.fromEntries(
      Object.entries(schema['properties'] as Record<string, { default?: unknown }>).flatMap(([key, { default: value }]) =>
        value === undefined ? [] : [[key, value]],
      ),
    );
    expect(resultOf(await run(language.template, defaults))).not.toBeNull();
  });

  it('infers the schema of its arguments without running anything', async () => {
    const { schema } = await language.inferSignature(program.typed);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { name: { type: 'string' }, count: { default: name === 'bash' ? '2' : 2 } },
    });
    expect(Object.keys(schema['properties'] as object).slice(-2)).toEqual(['name', 'count']);
    expect(schema['required']).toContain('name');
    expect(schema['required']).not.toContain('count');
  });

  it('tells where and why a source cannot be parsed, and what it cannot read imports nothing', async () => {
    const { problems, schema } = await language.inferSignature(program.broken.content);
    expect(problems[0]).toMatchObject({ line: program.broken.line, column: expect.any(Number) as unknown, message: expect.stringMatching(/\S/) as unknown });
    expect(schema).toMatchObject({ type: 'object', properties: {}, required: [] });
    expect(await language.findImports(program.broken.content, 'f/test/script')).toEqual({ packages: [], scripts: [] });
  });

  it('says nothing bad of an empty source', async () => {
    expect((await language.inferSignature('')).problems).toEqual([]);
  });

  it('passes arguments by name and gives the result', async () => {
    expect(resultOf(await run(program.typed, { count: 5, name: 'Ada é 😀' }))).toEqual({ name: 'Ada é 😀', count: 5 });
    expect(resultOf(await run(program.typed, { name: 'Ada' }))).toEqual({ name: 'Ada', count: 2 });
  });

  it('gives nothing, or no rows, where a script gives nothing', async () => {
    expect(resultOf(await run(program.empty))).toEqual(name === 'postgresql' ? [] : null);
  });

  it('puts what is printed into the log', async () => {
    expect((await run(program.logging)).log).toContain('hello from the log\n');
  });

  it('fails with the message of the script, at its line', async () => {
    const { outcome } = await run(program.failing);
    expect(outcome).toMatchObject({ kind: 'failed', error: { message: expect.stringContaining('as asked') as unknown } });
    if (outcome.kind === 'failed' && name !== 'bash') expect(outcome.error.line).toBe(3);
  });

  it('can be cancelled while it runs', async () => {
    const controller = new AbortController();
    const onLog = (text: string): void => {
      if (text.includes('begun')) controller.abort(new Error('cancelled'));
    };
    const outcome = await run(program.endless, {}, { signal: controller.signal, onLog }).then(
      (finished) => finished.outcome.kind,
      (error: Error) => error.message,
    );
    expect(outcome).toBe('cancelled');
  });

  it('resolves to an empty lock where nothing is imported', async () => {
    expect(await language.resolve({ path: 'f/test/script', content: program.typed, lock: null, imported: [] }, pool.toolchainOf(language))).toBe('');
  });

  if (program.enumerated) {
    const { enumerated } = program;
    it('makes a choice of a union of literals', async () => {
      expect((await language.inferSignature(enumerated)).schema).toMatchObject({ properties: { size: { type: 'string', enum: ['S', 'M'] } } });
    });
  }

  if (program.packages) {
    const { content, specifiers, lines, missing, installed, result } = program.packages;
    it('finds packages as they are written, locks them to exact versions, installs and runs them', async () => {
      expect((await language.findImports(content, 'f/test/script')).packages).toEqual(
        specifiers.map((specifier, index) => ({ specifier, line: lines[index] })),
      );
      const lock = await language.resolve({ path: 'f/test/script', content, lock: null, imported: [] }, pool.toolchainOf(language));
      expect(lock).toContain(installed);
      expect(resultOf(await run(content, {}, { lock }))).toEqual(result);
    });

    it('refuses a package that does not exist, with its import and line and no address of the registry', async () => {
      const failure: unknown = await language
        .resolve({ path: 'f/test/script', content: missing, lock: null, imported: [] }, pool.toolchainOf(language))
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DependencyFailure);
      expect(failure).toMatchObject({
        specifier: expect.stringMatching(/millrace.no.such.package.zz/) as unknown,
        line: 1,
        answer: expect.stringContaining('no package called') as unknown,
      });
      expect((failure as DependencyFailure).answer).not.toMatch(/:\/\//);
    });
  }

  if (program.scripts) {
    const { content, imported, result } = program.scripts;
    it('imports other scripts of the workspace', async () => {
      expect((await language.findImports(content, 'f/test/script')).scripts).toEqual([imported.path]);
      expect(resultOf(await run(content, {}, { imported: [imported] }))).toEqual(result);
    });
  }
});
