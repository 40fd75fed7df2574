import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findImports } from './imports.ts';
import { packageNamesOf } from './package-names.ts';
import { closeParser, parsePython } from './parser-process.ts';
import { inferSignature } from './signature.ts';

afterAll(() => closeParser());

/** Schema of the only argument of a `main` with this parameter. */
async function argument(parameter: string, declarations = ''): Promise<unknown> {
  const { schema, problems } = await inferSignature(`${declarations}\ndef main(${parameter}):\n    pass\n`);
  expect(problems).toEqual([]);
  return Object.values(schema['properties'] as object)[0];
}

describe('the schema of a Python argument', () => {
  it.each([
    ['a', {}],
    ['a: str', { type: 'string' }],
    ['a: int', { type: 'integer' }],
    ['a: float', { type: 'number' }],
    ['a: bool', { type: 'boolean' }],
    ['a: bytes', { type: 'string', contentEncoding: 'base64' }],
    ['a: datetime', { type: 'string', format: 'date-time' }],
    ['a: datetime.datetime', { type: 'string', format: 'date-time' }],
    ['a: datetime.date', { type: 'string', format: 'date' }],
    ['a: dict', { type: 'object' }],
    ['a: dict[str, int]', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['a: list', { type: 'array' }],
    ['a: list[str]', { type: 'array', items: { type: 'string' } }],
    ['a: typing.List[int]', { type: 'array', items: { type: 'integer' } }],
    ['a: tuple[int, str]', { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], minItems: 2, maxItems: 2 }],
    ['a: tuple[int, ...]', { type: 'array', items: { type: 'integer' } }],
    ['a: set[str]', { type: 'array', uniqueItems: true, items: { type: 'string' } }],
    ['a: Any', {}],
    ['a: Literal["x", "y"]', { type: 'string', enum: ['x', 'y'] }],
    ['a: Literal["x", None]', { type: ['string', 'null'], enum: ['x', null] }],
    ['a: Optional[int]', { type: ['integer', 'null'] }],
    ['a: str | None = None', { type: ['string', 'null'] }],
    ['a: "str | None" = None', { type: ['string', 'null'] }],
    ['a: Union[str, int]', { type: ['string', 'integer'] }],
    ['a: Annotated[int, Field(ge=1, description="How many")]', { type: 'integer', minimum: 1, description: 'How many' }],
    ['a="x"', { type: 'string', default: 'x' }],
    ['a=5', { type: 'integer', default: 5 }],
    ['a=-1.5', { type: 'number', default: -1.5 }],
    ['a=True', { type: 'boolean', default: true }],
    ['a=None', {}],
    ['a: list[int] = [1, 2]', { type: 'array', items: { type: 'integer' }, default: [1, 2] }],
    ['a: datetime = datetime.now()', { type: 'string', format: 'date-time' }],
    ['a: postgresql', { type: 'object', format: 'resource-postgresql' }],
    ['a: RT.MyOwnType', { type: 'object', format: 'resource-my_own_type' }],
    ['a: Postgresql | None', { type: ['object', 'null'], format: 'resource-postgresql' }],
    ['a: TableQuery', { type: 'object', format: 'table-query' }],
  ])('of `%s`', async (parameter, schema) => {
    expect(await argument(parameter)).toEqual(schema);
  });

  it.each([
    [
      'a dataclass',
      '@dataclass\nclass Order:\n    id: int\n    note: str = ""\n    tags: list[str] = field(default_factory=list)',
      'a: Order',
      {
        type: 'object',
        properties: { id: { type: 'integer' }, note: { type: 'string', default: '' }, tags: { type: 'array', items: { type: 'string' } } },
        required: ['id'],
      },
    ],
    [
      'a TypedDict with its parent',
      'class Base(TypedDict):\n    id: int\nclass Order(Base, total=False):\n    note: str',
      'a: Order',
      { type: 'object', properties: { id: { type: 'integer' }, note: { type: 'string' } }, required: ['id'] },
    ],
    [
      'a model',
      'class Order(BaseModel):\n    id: int = Field(..., gt=0)\n    resource: str = Field("x")',
      'a: Order',
      { type: 'object', properties: { id: { type: 'integer' }, resource: { type: 'string', default: 'x' } }, required: ['id'] },
    ],
    [
      'an enum with its default',
      'class Level(Enum):\n    LOW = "low"\n    HIGH = "high"',
      'a: Level = Level.HIGH',
      { type: 'string', enum: ['low', 'high'], default: 'high' },
    ],
    ['an alias', 'Size = Literal["S", "M"]', 'a: Size', { type: 'string', enum: ['S', 'M'] }],
    [
      'a recursive class',
      'class Tree(TypedDict):\n    children: list["Tree"]',
      'a: Tree',
      { type: 'object', properties: { children: { type: 'array', items: { type: 'object' } } }, required: ['children'] },
    ],
    ['a resource that the author declares', 'class postgresql(TypedDict):\n    host: str', 'a: postgresql', { type: 'object', format: 'resource-postgresql' }],
    ['a resource that is declared as a dict', 'postgresql = dict', 'a: postgresql', { type: 'object', format: 'resource-postgresql' }],
    ['a class of a package', 'from x import Config', 'a: Config', {}],
    [
      'a union of classes',
      '@dataclass\nclass A:\n    x: int\n@dataclass\nclass B:\n    y: int',
      'a: A | B',
      {
        type: 'object',
        oneOf: [
          { title: 'A', type: 'object', properties: { x: { type: 'integer' } }, required: ['x'] },
          { title: 'B', type: 'object', properties: { y: { type: 'integer' } }, required: ['y'] },
        ],
      },
    ],
  ])('of %s', async (_, declarations, parameter, schema) => {
    expect(await argument(parameter, declarations)).toEqual(schema);
  });
});

describe('the signature of a Python script', () => {
  it('keeps the order of the parameters, what is required, and the texts of the docstring', async () => {
    const { schema, description, hasMain } = await inferSignature(
      'async def main(zeta: int, /, alpha="x", *rest, beta: str, **more):\n    """Refunds an order.\n\n    In full.\n\n    Args:\n        zeta (int): The order\n        alpha: why,\n            in words\n\n    Returns:\n        all: of it\n    """\n',
    );
    expect({ description, hasMain }).toEqual({ description: 'Refunds an order.\n\nIn full.', hasMain: true });
    expect(Object.keys(schema['properties'] as object)).toEqual(['zeta', 'alpha', 'beta']);
    expect(schema).toMatchObject({ required: ['zeta', 'beta'], properties: { zeta: { description: 'The order' }, alpha: { description: 'why, in words' } } });
  });

  it('reads the other common style of docstring', async () => {
    expect(await inferSignature('def main(a):\n    """Does it.\n\n    :param a: the thing\n        itself\n    :returns: nothing\n    """\n')).toMatchObject({
      description: 'Does it.',
      schema: { properties: { a: { description: 'the thing itself' } } },
    });
  });

  it.each([
    ['the hint that its author wrote', 'class Paid(TypedDict):\n    id: str\n\ndef main() -> Paid:\n    pass\n', { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }],
    ['the dictionaries that it returns', 'def main(a):\n    if a:\n        return {"ok": True, "n": a}\n    def inner():\n        return 5\n    return {"ok": False}\n', { type: 'object', properties: { ok: { type: 'boolean' }, n: {} } }],
    ['nothing, where it returns something else as well', 'def main(a):\n    if a:\n        return a\n    return {"ok": 1}\n', undefined],
    ['nothing, where it returns nothing', 'def main():\n    pass\n', undefined],
  ])('knows of the result %s', async (_what, content, result) => {
    expect((await inferSignature(content)).result).toEqual(result);
  });

  it('says that a library has no main', async () => {
    expect(await inferSignature('"""Helpers."""\nX = 1\n')).toMatchObject({ hasMain: false, description: 'Helpers.', problems: [] });
  });

  it.each([
    ['def main(:\n    pass', { line: 1, column: 10 }],
    ['x = 1\nif x:\nprint(x)', { line: 3, column: 1 }],
    ['"😀" 1', { line: 1 }],
    ['x = "\u0000"', { line: 1 }],
  ])('tells the place and the reason of a syntax error: %j', async (content, place) => {
    const { problems, schema } = await inferSignature(content);
    expect(problems[0]).toMatchObject(place);
    expect(problems[0]?.message).not.toBe('');
    expect(schema['properties']).toEqual({});
  });

  it('never throws, whatever the text', async () => {
    const fragment = fc.constantFrom(
      'def main(',
      'a: ',
      'str',
      ' | ',
      'None',
      ')',
      ':\n',
      '    ',
      'class A(',
      'A',
      '[',
      ']',
      '"',
      'import ',
      'from . ',
      '\n',
      '"""Args:\n  a: b',
      '= 1',
      '#requirements:\n#',
      '@',
      '😀',
      '\u0000',
      '(',
      '\ud800',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 20 }), async (parts) => {
        expect((await inferSignature(parts.join(''))).schema['type']).toBe('object');
      }),
    );
  });

  it('survives a source that is nested without end', async () => {
    expect((await inferSignature(`x = ${'('.repeat(100_000)}`)).problems).toHaveLength(1);
    expect((await inferSignature('def main(a: int): pass')).hasMain).toBe(true);
  });

  it('is read again after the parser was closed, and many at once', async () => {
    await closeParser();
    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => parsePython(`def main(a${index}): pass`)));
    expect(all.map((parsed) => parsed.signature.arguments[0]?.name)).toEqual(Array.from({ length: 50 }, (_, index) => `a${index}`));
  });
});

describe('imports of Python', () => {
  it('are packages by their modules, without the standard library, and scripts by their paths', async () => {
    const content = [
      'import os, json',
      'import yaml',
      'import requests.adapters',
      'from google.cloud import storage, bigquery',
      'import millrace',
      'from .x import y',
      'from . import z',
      'from ..other.w import v',
      'from f.deep.folder.q import r',
      'from f.plain import s',
      'import u.ada.tool',
      'if TYPE_CHECKING:',
      '    import never',
      'def main():',
      '    import lazy_one',
    ].join('\n');
    const { packages, scripts } = await findImports(content, 'f/test/script');
    expect(packages.map(({ specifier, line }) => `${specifier}:${line}`).sort()).toEqual([
      'google.cloud:4',
      'google.cloud:4',
      'lazy_one:15',
      'requests:3',
      'yaml:2',
    ]);
    expect(scripts.sort()).toEqual(['f/deep/folder/q', 'f/other/w', 'f/plain/s', 'f/test/x', 'f/test/z', 'u/ada/tool']);
  });

  it('are overridden by a block of requirements', async () => {
    expect((await findImports('# requirements:\n# PyYAML==6.0.2\n#requests\n\nimport something_else', 'f/a/b')).packages).toEqual([
      { specifier: 'PyYAML==6.0.2', line: 2 },
      { specifier: 'requests', line: 3 },
    ]);
  });

  it.each([
    ['yaml', [], ['PyYAML']],
    ['PIL.Image', [], ['pillow']],
    ['google.cloud', ['storage', 'bigquery'], ['google-cloud-storage', 'google-cloud-bigquery']],
    ['google.cloud.storage.blob', ['Blob'], ['google-cloud-storage']],
    ['requests', ['get'], ['requests']],
  ])('come from the right package: %s %j', (module, names, packages) => {
    expect(packageNamesOf(module, names)).toEqual(packages);
  });
});
