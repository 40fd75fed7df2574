import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkReferences, inferExpression } from './infer.ts';
import { canBe, type JsonSchema } from './json-schema.ts';
import { parseExpression } from './parse.ts';

const order: JsonSchema = {
  type: 'object',
  properties: {
    amount: { type: 'number' },
    customer: { type: 'object', properties: { name: { type: 'string' } } },
    lines: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
  },
};
const scope = {
  flow_input: order,
  results: { type: 'object', properties: { fetch: order, anything: {}, maybe: { anyOf: [{ type: 'null' }, order] } }, additionalProperties: false },
  flow_env: { type: 'object', additionalProperties: { type: 'string' } },
} satisfies Record<string, JsonSchema>;
const check = (source: string) =>
  checkReferences(parseExpression(source), scope).map(({ code, message, start, end }) => ({ code, message, at: source.slice(start, end) }));
const infer = (source: string) => inferExpression(parseExpression(source), scope);

describe('references', () => {
  test.each([
    'flow_input.amount',
    'results.fetch.customer.name',
    'results.fetch.lines[0].id',
    'results.anything.a.b.c',
    'results.maybe?.amount',
    'flow_env.URL',
    'flow_input.lines.map((line) => line.id)',
    'flow_input.lines.length',
    'flow_input.customer.name.toUpperCase()',
  ])('%s is fine', (source) => {
    expect(check(source)).toEqual([]);
  });

  test('an unknown step is an error at its place, with the name that was meant', () => {
    expect(check('1 + results.fecth.amount')).toEqual([
      { code: 'expression/unknown_step', message: 'There is no step `fecth` before this one. Did you mean `fetch`?', at: 'fecth' },
    ]);
  });

  test('an unknown field is an error at its place, with what there is', () => {
    expect(check('flow_input.customer.age')).toEqual([
      { code: 'expression/unknown_field', message: '`flow_input.customer` has no field `age`. It has: name.', at: 'age' },
    ]);
  });

  test('a field of a number is an error', () => {
    expect(check('flow_input.amount.value')).toMatchObject([{ code: 'expression/unknown_field', at: 'value' }]);
  });

  test('a name without a value here is an error', () => {
    expect(check('previous_result')).toMatchObject([{ code: 'expression/unknown_name', at: 'previous_result' }]);
  });
});

describe('types', () => {
  test.each<[string, JsonSchema]>([
    ['flow_input.amount', { type: 'number' }],
    ["results['fetch']['customer']['name']", { type: 'string' }],
    ['`${flow_input.amount}`', { type: 'string' }],
    ['flow_input.amount > 1', { type: 'boolean' }],
    ['flow_input.amount ? "a" : "b"', { type: 'string' }],
    ['[1, 2]', { type: 'array', items: { type: 'integer' } }],
    ['({ a: flow_input.amount })', { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false }],
    ['flow_input.lines.map((line) => line.id)', {}],
    ['results.anything', {}],
    ['results.fetch.customer.name + 1', { type: 'string' }],
  ])('%s', (source, schema) => {
    expect(infer(source)).toEqual(schema);
  });

  test('only a certain conflict is one', () => {
    expect(canBe({ type: 'string' }, { type: 'number' })).toBe(false);
    expect(canBe({ type: 'integer' }, { type: 'number' })).toBe(true);
    expect(canBe({}, { type: 'number' })).toBe(true);
    expect(canBe({ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'number' })).toBe(true);
  });

  test('each schema can be itself', () => {
    const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null');
    fc.assert(fc.property(fc.oneof(type, fc.uniqueArray(type, { minLength: 1 })), (types) => expect(canBe({ type: types }, { type: types })).toBe(true)));
  });
});
