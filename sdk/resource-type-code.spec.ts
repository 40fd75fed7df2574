import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinTypes } from '../backend/resources/types/builtin-types.ts';
import { codeName, pythonCode, typescriptCode } from './resource-type-code.ts';

const odd = {
  name: 'c_my-type',
  title: 'Mine',
  description: 'Ends */ and "quotes"',
  schema: {
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'array', items: { type: 'number' } },
      'x-key': { type: 'string' },
      b: { type: 'object', properties: { c: { enum: ['1', 2] } } },
      d: {},
      e: { type: 'object', additionalProperties: { type: 'boolean' } },
    },
  },
};

test('the types in both SDKs are those of the code: run "node --experimental-transform-types sdk/generate-resource-types.ts" after a change', () => {
  expect(readFileSync(join(import.meta.dirname, 'typescript/resource-types.d.ts'), 'utf8')).toBe(typescriptCode(builtinTypes));
  expect(readFileSync(join(import.meta.dirname, 'python/millrace/resource_types.py'), 'utf8')).toBe(pythonCode(builtinTypes));
});

test('a type is named in code as its name reads', () => {
  expect(['postgresql', 's3', 'c_my-type'].map(codeName)).toEqual(['Postgresql', 'S3', 'CMyType']);
});

test('a schema becomes a TypeScript type with what is optional marked', () => {
  expect(typescriptCode([odd])).toContain(`  type CMyType = {
    a: Array<number>;
    "x-key"?: string;
    b?: {
      c?: "1" | 2;
    };
    d?: unknown;
    e?: Record<string, boolean>;
  };`);
  expect(typescriptCode([odd])).not.toContain('Ends */');
});

test('the types of this version are Python that loads', () => {
  const shown = execFileSync('python3', ['-W', 'error', '-c', `${pythonCode(builtinTypes)}\nprint(*__all__)`], { encoding: 'utf8' });
  expect(shown.trim().split(' ')).toEqual(builtinTypes.map(({ name }) => codeName(name)));
});

test('a schema becomes a class that Python reads', () => {
  const shown = execFileSync(
    'python3',
    ['-W', 'error', '-c', `${pythonCode([odd])}\nprint(sorted(CMyType.__required_keys__), sorted(CMyType.__optional_keys__), CMyType.__doc__)`],
    { encoding: 'utf8' },
  );
  expect(shown).toBe(`['a'] ['b', 'd', 'e'] Ends */ and "quotes"\n`);
});
