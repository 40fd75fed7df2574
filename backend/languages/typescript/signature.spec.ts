import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importReferences } from './imports.ts';
import { closeReader, readSource } from './reader.ts';
import { rewriteImports } from './rewrite-imports.ts';
import { inferSignature, parameterBindings } from './signature.ts';
import { parseSource } from './source-file.ts';
import { parsePackageSpecifier } from './specifier.ts';
import { typescript } from './typescript.ts';

afterAll(() => closeReader());

/** Schema of the only argument of a `main` with this parameter. */
function argument(parameter: string, declarations = ''): unknown {
  const { schema, problems } = inferSignature(`${declarations}\nexport async function main(${parameter}) {}`);
  expect(problems).toEqual([]);
  return Object.values(schema['properties'] as object)[0];
}

describe('the schema of a TypeScript argument', () => {
  it.each([
    ['a: string', { type: 'string' }],
    ['a: number', { type: 'number' }],
    ['a: boolean', { type: 'boolean' }],
    ['a: Date', { type: 'string', format: 'date-time' }],
    ['a: Base64', { type: 'string', contentEncoding: 'base64' }],
    ['a: any', {}],
    ['a: unknown', {}],
    ['a', {}],
    ['a: object', { type: 'object' }],
    ['a: string[]', { type: 'array', items: { type: 'string' } }],
    ['a: readonly Array<number>[]', { type: 'array', items: { type: 'array', items: { type: 'number' } } }],
    ['a: [string, number]', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 2, maxItems: 2 }],
    ['a: Record<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
    ['a: { [key: string]: boolean }', { type: 'object', additionalProperties: { type: 'boolean' } }],
    ["a: 'x' | 'y'", { type: 'string', enum: ['x', 'y'] }],
    ['a: 1 | 2 | -3', { type: 'number', enum: [1, 2, -3] }],
    ["a: 'x' | null", { type: ['string', 'null'], enum: ['x', null] }],
    ['a: true | false', { type: 'boolean' }],
    ['a: string | number', { type: ['string', 'number'] }],
    ['a: string | undefined', { type: 'string' }],
    ['a: string | null', { type: ['string', 'null'] }],
    ["a = 'x'", { type: 'string', default: 'x' }],
    ['a = 5', { type: 'number', default: 5 }],
    ['a = -5', { type: 'number', default: -5 }],
    ['a = `text`', { type: 'string', default: 'text' }],
    ['a: string[] = []', { type: 'array', items: { type: 'string' }, default: [] }],
    ['a: { x?: number } = { x: 1 }', { type: 'object', properties: { x: { type: 'number' } }, default: { x: 1 } }],
    ['a: Date = new Date()', { type: 'string', format: 'date-time' }],
    ['a: RT.Postgresql', { type: 'object', format: 'resource-postgresql' }],
    ['a: RT.MyOwnType', { type: 'object', format: 'resource-my_own_type' }],
    ['a: Postgresql', { type: 'object', format: 'resource-postgresql' }],
    ['a: OpenAI', { type: 'object', format: 'resource-openai' }],
    ['a: TableQuery', { type: 'object', format: 'table-query' }],
    ['...a: number[]', { type: 'array', items: { type: 'number' } }],
    ['a: Promise<string>', { type: 'string' }],
    ['a: constructor', { type: 'object', format: 'resource-constructor' }],
  ])('of `%s`', (parameter, schema) => {
    expect(argument(parameter)).toEqual(schema);
  });

  it.each([
    [
      'an interface with its parents',
      'interface Base { id: number } interface Order extends Base { note?: string }',
      'a: Order',
      { type: 'object', properties: { id: { type: 'number' }, note: { type: 'string' } }, required: ['id'] },
    ],
    [
      'an intersection',
      'type A = { a: string }; type B = { b: number };',
      'a: A & B',
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } }, required: ['a', 'b'] },
    ],
    [
      'a generic alias',
      'type Page<T> = { items: T[] };',
      'a: Page<number>',
      { type: 'object', properties: { items: { type: 'array', items: { type: 'number' } } }, required: ['items'] },
    ],
    [
      'a recursive type',
      'type Tree = { children: Tree[] };',
      'a: Tree',
      { type: 'object', properties: { children: { type: 'array', items: { type: 'object' } } }, required: ['children'] },
    ],
    [
      'an enum with its default',
      "enum Level { Low = 'low', High = 'high' }",
      'a: Level = Level.High',
      { type: 'string', enum: ['low', 'high'], default: 'high' },
    ],
    ['the elements of a constant', "const sizes = ['S', 'M'] as const;", 'a: (typeof sizes)[number]', { type: 'string', enum: ['S', 'M'] }],
    ['Partial', 'type A = { a: string };', 'a: Partial<A>', { type: 'object', properties: { a: { type: 'string' } } }],
    ['Omit', 'type A = { a: string; b: string };', "a: Omit<A, 'a'>", { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] }],
    ['a type of a package', "import type { Config } from 'x';", 'a: Config', {}],
    ['a resource whose fields the author declares', 'type postgresql = { host: string };', 'a: postgresql', { type: 'object', format: 'resource-postgresql' }],
    [
      'described members',
      'type A = { /** Who pays */ customer: string };',
      'a: A',
      { type: 'object', properties: { customer: { type: 'string', description: 'Who pays' } }, required: ['customer'] },
    ],
  ])('of %s', (_, declarations, parameter, schema) => {
    expect(argument(parameter, declarations)).toEqual(schema);
  });

  it('of a discriminated union has a titled branch for each kind', () => {
    expect(argument("a: { kind: 'card'; number: string } | { kind: 'cash' }")).toEqual({
      type: 'object',
      oneOf: [
        { title: 'card', type: 'object', properties: { kind: { type: 'string', enum: ['card'] }, number: { type: 'string' } }, required: ['kind', 'number'] },
        { title: 'cash', type: 'object', properties: { kind: { type: 'string', enum: ['cash'] } }, required: ['kind'] },
      ],
    });
  });
});

describe('the signature of a TypeScript script', () => {
  it('keeps the order of the parameters, what is required, and the texts of the doc comment', () => {
    const { schema, description, hasMain } = inferSignature(
      '/**\n * Refunds an order.\n *\n * @param zeta The é order\n * @param {string} [alpha=x] - why,\n *   in words\n */\nexport async function main(zeta: number, alpha = "x", beta?: string) {}',
    );
    expect({ description, hasMain }).toEqual({ description: 'Refunds an order.', hasMain: true });
    expect(Object.keys(schema['properties'] as object)).toEqual(['zeta', 'alpha', 'beta']);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['zeta'],
      properties: { zeta: { description: 'The é order' }, alpha: { description: 'why, in words' } },
    });
  });

  it.each([
    'export function main(a: string) {}',
    'export const main = async (a: string) => a;',
    'export const main = function (a: string) {};',
    'export const main = workflow(async (a: string) => a);',
    'async function main(a: string) {}\nexport { main };',
    'function start(a: string) {}\nexport { start as main };',
    'export default async function main(a: string) {}',
  ])('is found in `%s`', (content) => {
    expect(inferSignature(content)).toMatchObject({ hasMain: true, schema: { properties: { a: { type: 'string' } }, required: ['a'] } });
  });

  it('of a single destructured parameter is its properties', () => {
    const content = 'type Input = { name: string; count?: number };\nexport function main({ name, count = 3 }: Input) {}';
    expect(inferSignature(content).schema).toMatchObject({
      properties: { name: { type: 'string' }, count: { type: 'number', default: 3 } },
      required: ['name'],
    });
    expect(parameterBindings(content)).toEqual([{ kind: 'all', name: '' }]);
  });

  it.each([
    ['a type that its author wrote', 'type Paid = { id: string; at: Date };\nexport async function main(): Promise<Paid> {}', { type: 'object', properties: { id: { type: 'string' }, at: { type: 'string', format: 'date-time' } }, required: ['id', 'at'] }],
    ['the objects that it returns', 'export function main(a: number) { if (a) return { a, ok: true }; [1].map(() => { return 5; }); return { a: 1, why: `no ${a}` }; }', { type: 'object', properties: { a: {}, ok: { type: 'boolean' }, why: { type: 'string' } } }],
    ['the object of an arrow function', "export const main = workflow(async () => ({ 'is-ok': -1 }));", { type: 'object', properties: { 'is-ok': { type: 'number' } } }],
    ['nothing, where it returns something else as well', 'export function main(a: object) { if (a) return a; return { ok: true }; }', undefined],
    ['nothing, where an object has fields of another one', 'export function main(a: object) { return { ...a, ok: true }; }', undefined],
    ['nothing, where its type is not of this file', "import type { X } from 'x';\nexport function main(): Promise<X> {}", undefined],
    ['nothing, where it returns nothing', 'export function main() {}', undefined],
  ])('knows of the result %s', (_what, content, result) => {
    expect(inferSignature(content).result).toEqual(result);
  });

  it('says that a library has no main', () => {
    expect(inferSignature('/** Helpers. */\n\nexport const x = 1;')).toMatchObject({ hasMain: false, description: 'Helpers.', problems: [] });
  });

  it('tells the place and the reason of a syntax error, in the units of the editor', () => {
    const { problems, schema } = inferSignature('// é😀\nexport function main( {\n  let x = ;\n}');
    expect(problems[0]).toMatchObject({ line: expect.any(Number) as unknown, message: expect.any(String) as unknown });
    expect(schema['properties']).toEqual({});
    expect(inferSignature('// é😀\nlet 😀 = 1;').problems[0]).toMatchObject({ line: 2, column: 5 });
  });

  it('never throws, whatever the text', () => {
    const fragment = fc.constantFrom(
      'export ',
      'function main(',
      'a: ',
      'string',
      ' | ',
      '{',
      '}',
      ')',
      '=>',
      'type A = ',
      'A',
      '<',
      '>',
      '[',
      ']',
      '...',
      '"x@1"',
      'import ',
      ' from ',
      '\n',
      '/** @param a b */',
      'enum E {',
      '= 1',
      'interface A extends A ',
      ';',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 25 }), (parts) => {
        const content = parts.join('');
        expect(inferSignature(content).schema['type']).toBe('object');
        importReferences(parseSource(content));
      }),
    );
  });
});

describe('a source that no parser survives', () => {
  it.each([
    ['brackets without end', '('.repeat(200_000)],
    ['lists in lists', `export const a = ${'['.repeat(100_000)}${']'.repeat(100_000)};`],
    ['a sum without end', `export const a = ${'1+'.repeat(300_000)}1;`],
    ['types in types', `export function main(a: ${'Array<'.repeat(50_000)}string${'>'.repeat(50_000)}) {}`],
    [
      'types that double at every line',
      `type T0 = { a: string };${Array.from({ length: 40 }, (_, index) => `type T${index + 1} = { a: T${index}, b: T${index} };`).join('\n')}\nexport function main(a: T40) {}`,
    ],
  ])(
    'is told as one that cannot be read: %s',
    async (_what, content) => {
      expect((await typescript.inferSignature(content)).problems).toEqual([
        { message: expect.stringContaining('nested too deeply') as unknown, line: 1, column: 1 },
      ]);
      expect(await typescript.findImports(content, 'f/a/b')).toEqual({ packages: [], scripts: [] });
    },
    40_000,
  );

  it('holds up no other', async () => {
    const [broken, ...others] = await Promise.all(
      ['('.repeat(200_001), ...Array.from({ length: 20 }, (_, index) => `export function main(a${index}: string) {}`)].map((content) =>
        typescript.inferSignature(content),
      ),
    );
    expect(broken?.problems).toHaveLength(1);
    expect(others.map(({ schema }) => Object.keys(schema['properties'] as object)[0])).toEqual(others.map((_, index) => `a${index}`));
  }, 40_000);
});

describe('imports of TypeScript', () => {
  it('are packages as they are written, and scripts by their paths; types and built-ins are none', async () => {
    const content = [
      'import a from "stripe@18";',
      'import type { T } from "only-types";',
      'import "@scope/pkg@1.2.3/sub";',
      'import fs from "node:fs"; import path from "path"; import { file } from "bun";',
      'import { job } from "millrace";',
      'export * from "./x";',
      'export { y } from "../other/y.ts";',
      'import z from "/f/deep/z";',
      'const later = await import("lazy");',
      'const old = require("older@1");',
      '// import no from "comment";',
    ].join('\n');
    expect(await typescript.findImports(content, 'f/test/script')).toEqual({
      packages: [
        { specifier: 'stripe@18', line: 1 },
        { specifier: '@scope/pkg@1.2.3/sub', line: 3 },
        { specifier: 'lazy', line: 9 },
        { specifier: 'older@1', line: 10 },
      ],
      scripts: ['f/test/x', 'f/other/y', 'f/deep/z'],
    });
  });

  it('are none where the source cannot be parsed', async () => {
    expect(await typescript.findImports('import a from "b"; let x = ;', 'f/a/b')).toEqual({ packages: [], scripts: [] });
  });

  it('lose their pins and nothing else when they are laid out', async () => {
    const content = 'import s from "stripe@18/x"; const t = "stripe@18/x"; import h from "./h"; import u from "/u/ada/tool"; import "millrace";';
    expect(rewriteImports(content, (await readSource(content)).imports, 'f/a/b/c', '/sdk.js')).toBe(
      'import s from "stripe/x"; const t = "stripe@18/x"; import h from "./h.ts"; import u from "../../../u/ada/tool.ts"; import "/sdk.js";',
    );
  });

  it('are taken apart without loss', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    fc.assert(
      fc.property(fc.option(word), word, fc.option(fc.stringMatching(/^[\^~]?\d\.\d\.\d$/)), fc.option(word), (scope, name, version, subpath) => {
        const full = `${scope === null ? '' : `@${scope}/`}${name}`;
        const parsed = parsePackageSpecifier(`${full}${version === null ? '' : `@${version}`}${subpath === null ? '' : `/${subpath}`}`);
        expect(parsed).toEqual({ name: full, version, subpath: subpath === null ? '' : `/${subpath}` });
      }),
    );
  });
});
