import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textOf } from '../../common/json-text.ts';
import fc from 'fast-check';
import { LanguagePool } from '../../../test/support/language-pool.ts';
import { bash } from './bash.ts';
import { inferSignature, parametersOf } from './signature.ts';

let pool: LanguagePool;
beforeAll(async () => {
  pool = await LanguagePool.open();
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
});

async function run(content: string, args: Record<string, unknown> = {}): Promise<unknown> {
  const { outcome } = await pool.run(bash, content, args);
  return outcome.kind === 'succeeded' ? { result: JSON.parse(textOf(outcome.resultJson)) as unknown } : outcome;
}

describe('the signature of a Bash script', () => {
  it.each([
    ['name="$1"', { name: 'name', position: 1, isRequired: true, schema: { type: 'string' } }],
    ["name='$1'", { name: 'name', position: 1, isRequired: true, schema: { type: 'string' } }],
    ['name=$1 # Who', { name: 'name', position: 1, isRequired: true, schema: { type: 'string', description: 'Who' } }],
    ['export name="${1:-world}"', { name: 'name', position: 1, isRequired: false, schema: { type: 'string', default: 'world' } }],
    ['name="${1:-}"', { name: 'name', position: 1, isRequired: false, schema: { type: 'string' } }],
    ['name="${1-$HOME}"', { name: 'name', position: 1, isRequired: false, schema: { type: 'string' } }],
    ['name="${1:?say who}"', { name: 'name', position: 1, isRequired: true, schema: { type: 'string' } }],
  ])('reads `%s`', (line, parameter) => {
    expect(parametersOf(line)).toEqual([parameter]);
  });

  it('is in the order of the positions, whatever the order of the lines, and keeps the place of one that is not named', async () => {
    const { schema } = await inferSignature('c="$3"\na="$1"\nf() {\n  local x="$2"\n}\n');
    expect(Object.keys(schema['properties'] as object)).toEqual(['a', 'argument_2', 'c']);
    expect(schema['required']).toEqual(['a', 'c']);
  });

  it('is described by the comment at the top', async () => {
    expect((await inferSignature('#!/bin/bash\n# Counts files.\n# All of them.\n\n# not this\nls\n')).description).toBe('Counts files.\nAll of them.');
  });

  it('tells the line of a syntax error', async () => {
    const { problems } = await inferSignature('a="$1"\nif true; then\n  echo )\nfi\n');
    expect(problems[0]).toMatchObject({ line: 3, column: 1, message: expect.stringContaining(')') as unknown });
  });

  it('has each name and each position once, whatever the lines are', () => {
    const line = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 12 })).map(([name, position]) => `${name}="\${${position}}"`);
    fc.assert(fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const parameters = parametersOf(lines.join('\n'));
      expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
      expect(parameters.map(({ position }) => position)).toEqual(parameters.map((_, index) => index + 1));
    }));
  });
});

describe('a Bash script', () => {
  it('gets its arguments as they are, without another round of the shell', async () => {
    expect(await run('a="$1"\nb="$2"\nprintf "%s|%s" "$a" "$b"', { b: { x: [1] }, a: '$(id) "quoted" \'so\' * é' })).toEqual({ result: '$(id) "quoted" \'so\' * é|{"x":[1]}' });
  });

  it('has the default of the script for what is absent', async () => {
    expect(await run('a="${1:-first}"\nb="${2:-second}"\necho "$a $b"', { b: 'given' })).toEqual({ result: 'first given' });
  });

  it('gives the JSON file, else the text file, else the last line', async () => {
    expect(await run('echo log\necho \'{"a": [1, 2]}\' > result.json')).toEqual({ result: { a: [1, 2] } });
    expect(await run('echo log\necho text > result.out')).toEqual({ result: 'text' });
    expect(await run('echo one\necho two\necho')).toEqual({ result: 'two' });
    expect(await run(':')).toEqual({ result: null });
    expect(await run('echo "{broken" > result.json')).toMatchObject({ kind: 'failed', error: { code: 'job/result_invalid' } });
  });

  it('fails with its exit code', async () => {
    expect(await run('echo oh >&2\nexit 3')).toMatchObject({ kind: 'failed', error: { code: 'job/exit', exit_code: 3 } });
  });

  it('runs with the line ends of Windows', async () => {
    expect(await run('a="$1"\r\nif true; then\r\n  echo "$a"\r\nfi\r\n', { a: 'x' })).toEqual({ result: 'x' });
  });
});
