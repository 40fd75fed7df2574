import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deepestNesting, findUnstorable } from './storable.ts';

const nested = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);

describe('what cannot be kept as it came', () => {
  test('is found wherever it stands, with the way to it', () => {
    expect(findUnstorable({ a: ['ok', { b: 'x\0' }] })).toMatchObject({ path: ['a', 1, 'b'] });
    expect(findUnstorable({ a: { 'k\0': 1 } })).toMatchObject({ path: ['a'] });
    expect(findUnstorable(JSON.parse('{"a":[1e999]}'))).toMatchObject({ path: ['a', 0] });
    expect(findUnstorable(JSON.parse('{"a":{"__proto__":1}}'))).toMatchObject({ path: ['a', '__proto__'] });
    expect(findUnstorable({ a: '\ud83d' })).toMatchObject({ path: ['a'] });
    expect(findUnstorable({ a: 'an emoji \u{1f600} and the text \\u0000' })).toBeNull();
  });

  test('is nesting beyond the limit, and nothing within it', () => {
    expect(findUnstorable(nested(deepestNesting))).toBeNull();
    expect(findUnstorable(nested(deepestNesting + 1))?.message).toContain('nested deeper');
    expect(findUnstorable(nested(100_000))?.message).toContain('nested deeper');
  });

  test('is never what JSON can carry without NUL and half surrogates', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const isClean = !/\\u0000|\\ud[89a-f]|"__proto__":/i.test(JSON.stringify(value));
      return !isClean || findUnstorable(value) === null;
    }));
  });
});
