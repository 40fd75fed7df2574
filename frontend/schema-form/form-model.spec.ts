import { describe, expect, test } from '@jest/globals';
import { branchesOf, branchOf, fieldsOf, groupsOf, initialValue, kindOf, withField } from './form-model.ts';
import { humanise, withoutNull, type Schema } from './schema.ts';

describe('how a schema becomes a form', () => {
  test('every part of the subset has a kind of field', () => {
    const kinds: [Schema, string][] = [
      [{ type: 'string' }, 'text'],
      [{ type: 'string', format: 'password' }, 'secret'],
      [{ type: 'string', 'x-ui': { secret: true } }, 'secret'],
      [{ type: 'string', format: 'sql' }, 'code'],
      [{ type: 'string', format: 'date-time' }, 'moment'],
      [{ type: 'string', contentEncoding: 'base64' }, 'file'],
      [{ type: 'string', enum: ['a', 'b'] }, 'choice'],
      [{ const: 'a' }, 'fixed'],
      [{ type: 'integer' }, 'number'],
      [{ type: 'boolean' }, 'boolean'],
      [{ type: 'array', items: { type: 'string' } }, 'tags'],
      [{ type: 'array', items: { enum: ['a', 'b'] } }, 'choices'],
      [{ type: 'array', items: { type: 'object', properties: { a: {} } } }, 'list'],
      [{ type: 'object', properties: { a: {} } }, 'object'],
      [{ type: 'object' }, 'json'],
      [{}, 'json'],
      [{ type: 'object', format: 'resource-postgresql' }, 'resource'],
      [{ oneOf: [{ type: 'object' }, { type: 'string' }] }, 'union'],
      [{ type: ['string', 'number'] }, 'union'],
    ];
    for (const [schema, kind] of kinds) expect([schema, kindOf(schema)]).toEqual([schema, kind]);
  });

  test('null is no shape of its own', () => {
    expect(withoutNull({ type: ['string', 'null'] })).toEqual({ schema: { type: 'string' }, isNullable: true });
    expect(withoutNull({ anyOf: [{ type: 'object', format: 'resource-s3' }, { type: 'null' }], description: 'Where to' })).toEqual({
      schema: { type: 'object', format: 'resource-s3', description: 'Where to' },
      isNullable: true,
    });
  });

  test('the form begins with defaults and values without a choice, and invents nothing', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        reason: { type: 'string', default: 'late' },
        dry: { type: 'boolean' },
        quiet: { type: 'boolean' },
        version: { const: 2 },
        note: { type: 'string' },
      },
      required: ['dry', 'version', 'note'],
    };
    expect(initialValue(schema, undefined)).toEqual({ reason: 'late', dry: false, version: 2 });
    expect(initialValue(schema, { reason: 'damaged', note: 'x' })).toEqual({ reason: 'damaged', note: 'x', dry: false, version: 2 });
  });

  test('fields follow the order of the hints, then that of the schema, and hide when they do not apply', () => {
    const schema: Schema = {
      type: 'object',
      properties: { a: {}, b: { 'x-ui': { order: 1 } }, card: { 'x-ui': { show_if: { kind: ['card'] } } }, kind: {} },
      required: ['a'],
    };
    expect(fieldsOf(schema, schema, { kind: 'cash' }).map((field) => field.name)).toEqual(['b', 'a', 'kind']);
    expect(fieldsOf(schema, schema, { kind: 'card' }).map((field) => field.name)).toEqual(['b', 'a', 'card', 'kind']);
    expect(fieldsOf({ ...schema, order: ['kind', 'a'] }, schema, { kind: 'card' }).map((field) => field.name)).toEqual(['kind', 'a', 'b', 'card']);
  });

  test('fields stand under their headings', () => {
    const schema: Schema = { type: 'object', properties: { a: { 'x-ui': { group: 'More' } }, b: {}, c: { 'x-ui': { group: 'More' } } } };
    expect(groupsOf(fieldsOf(schema, schema, {})).map((group) => [group.heading, group.fields.map((field) => field.name)])).toEqual([
      [null, ['b']],
      ['More', ['a', 'c']],
    ]);
  });

  test('a union knows its branches by title or discriminator and finds that of a value', () => {
    const schema: Schema = {
      oneOf: [
        { type: 'object', properties: { kind: { const: 'card' }, number: { type: 'string' } } },
        { type: 'object', title: 'Cash', properties: { kind: { enum: ['cash'] } } },
      ],
    };
    const branches = branchesOf(schema) ?? [];
    expect(branches.map((branch) => branch.title)).toEqual(['card', 'Cash']);
    expect(branchOf(branches, { kind: 'cash' }, schema)).toBe(1);
    expect(branchOf(branches, undefined, schema)).toBe(0);
  });

  test('a field keeps its place when it changes and leaves when it is emptied', () => {
    expect(Object.keys(withField({ a: 1, b: 2 }, 'a', 3))).toEqual(['a', 'b']);
    expect(withField({ a: 1 }, 'a', undefined)).toEqual({});
  });

  test('names of arguments read as words', () => {
    expect(['order_id', 'maxRetries', 'dryRun', 'x'].map(humanise)).toEqual(['Order id', 'Max retries', 'Dry run', 'X']);
  });
});
