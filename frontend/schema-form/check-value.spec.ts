import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validatorFor } from '../../backend/schema/validator.ts';
import { checkValue } from './check-value.ts';
import type { Schema } from './schema.ts';

const scalar = fc.oneof(
  fc.record({ type: fc.constant('string'), minLength: fc.nat(4), maxLength: fc.integer({ min: 2, max: 8 }) }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('email', 'date', 'date-time', 'uri', 'uuid', 'time', 'unknown-format') }),
  fc.record(
    {
      type: fc.constantFrom('number', 'integer'),
      minimum: fc.integer({ min: -5, max: 5 }),
      maximum: fc.integer({ min: -5, max: 9 }),
      exclusiveMinimum: fc.integer({ min: -9, max: 2 }),
      multipleOf: fc.constantFrom(1, 2, 5),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ type: fc.constant('boolean') }),
  fc.record({ enum: fc.constant(['a', 'b', 3, null]) }),
  fc.record({ const: fc.constantFrom<unknown>('a', 1, true) }),
  fc.record({ type: fc.constant(['string', 'null']) }),
);

const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2 },
    scalar as fc.Arbitrary<Schema>,
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2), maxItems: fc.integer({ min: 1, max: 3 }), uniqueItems: fc.boolean() },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('array'), prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')),
        required: fc.uniqueArray(fc.constantFrom('a', 'b')),
        additionalProperties: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const value = fc.oneof(
  fc.constantFrom<unknown>(
    'a',
    'ada@acme.test',
    '2026-11-20',
    '2026-11-20T10:00:00Z',
    'https://acme.test/x',
    '0193470e-5b4b-7c34-8b6b-3f2f7d9a1c11',
    '10:00:00Z',
    '',
    0,
    1,
    2.5,
    -7,
    true,
    null,
  ),
  fc.object({ key: fc.constantFrom('a', 'b', 'c'), maxDepth: 2, values: [fc.constantFrom<unknown>('a', 1, true, null, 'ada@acme.test')] }),
  fc.array(fc.constantFrom<unknown>('a', 'b', 1, 2, null), { maxLength: 4 }),
);

describe('the check of a form', () => {
  test('says of any value what the validator of the server says', () => {
    fc.assert(
      fc.property(schema, value, (rule, given) => {
        const server = validatorFor(rule as Record<string, unknown>).check(structuredClone(given)).length === 0;
        expect(checkValue(rule, given).length === 0).toBe(server);
      }),
      { numRuns: 1000 },
    );
  });

  test('names every field at fault in words, without its value', () => {
    const rule: Schema = {
      type: 'object',
      properties: { order: { type: 'integer', minimum: 1 }, mail: { type: 'string', format: 'email' }, why: { enum: ['late', 'damaged'] } },
      required: ['order', 'db'],
      additionalProperties: false,
    };
    expect(checkValue(rule, { order: 0, mail: 'hunter2', why: 'bored', extra: 1 })).toEqual([
      { pointer: '/db', message: 'This is needed' },
      { pointer: '/order', message: 'At least 1' },
      { pointer: '/mail', message: 'Must be an e-mail address' },
      { pointer: '/why', message: 'Must be one of late, damaged' },
      { pointer: '/extra', message: 'There is no such field' },
    ]);
  });

  test('lets references stand where the server puts values in, and stored secrets where text is wanted', () => {
    const rule: Schema = {
      type: 'object',
      properties: { db: { type: 'object', format: 'resource-postgresql' }, key: { type: 'string', minLength: 20 }, count: { type: 'integer' } },
    };
    expect(checkValue(rule, { db: '$res:f/support/db', key: '$var:f/support/key' })).toEqual([]);
    expect(checkValue(rule, { key: { $secret: true } })).toEqual([]);
    expect(checkValue(rule, { count: '$var:f/support/key' })).toHaveLength(1);
  });

  test('of a union reports the branch that was meant', () => {
    const rule: Schema = {
      oneOf: [
        { type: 'object', properties: { kind: { const: 'card' }, number: { type: 'string' } }, required: ['kind', 'number'] },
        { type: 'object', properties: { kind: { const: 'cash' }, amount: { type: 'number' }, desk: { type: 'string' } }, required: ['kind', 'amount', 'desk'] },
      ],
    };
    expect(checkValue(rule, { kind: 'card' })).toEqual([{ pointer: '/number', message: 'This is needed' }]);
  });
});
