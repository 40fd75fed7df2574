import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { schemaProblem } from './fits-schema.ts';

const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null') }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -3, max: 0 }), maximum: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 1, true, null), { minLength: 1 }) }),
  fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 0, max: 3 }) }),
);
const schema = fc.letrec<{ any: Record<string, unknown> }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.record({ type: fc.constant('array'), items: tie('any') }),
    fc.record({
      type: fc.constant('object'),
      properties: fc.record({ a: tie('any'), b: tie('any') }),
      required: fc.subarray(['a', 'b']),
      additionalProperties: fc.boolean(),
    }),
    fc.record({ anyOf: fc.array(tie('any'), { minLength: 1, maxLength: 2 }) }),
  ),
})).any;
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'long text', 1, 2.5, -9, true, null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('any')),
  ),
})).any;

describe('a value and a schema', () => {
  it('fit where a full validator says so, and nowhere else', () => {
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(schema, value, (wanted, given) => {
        expect({ wanted, given, fits: schemaProblem(wanted, given) === null }).toEqual({ wanted, given, fits: ajv.validate(wanted, given) });
      }),
      { numRuns: 200 },
    );
  });

  it('say in words where they do not fit', () => {
    expect(
      schemaProblem({ type: 'object', properties: { lines: { type: 'array', items: { type: 'object', required: ['sku'] } } } }, { lines: [{ sku: 1 }, {}] }),
    ).toBe('lines[1].sku is missing');
    expect(schemaProblem({ type: 'integer' }, 'three')).toBe('it is no integer');
    expect(schemaProblem('nonsense', 1)).toBe('it may not be given');
  });
});
