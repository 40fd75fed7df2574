import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromYaml, toYaml } from './canonical-yaml.ts';

describe('canonical YAML', () => {
  test('gives back any JSON value and the same text for any order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        const written = toYaml(plain);
        expect(fromYaml(written)).toEqual(plain);
        expect(toYaml(fromYaml(written))).toBe(written);
      }),
      { numRuns: 300 },
    );
    expect(toYaml({ b: 1, lock: 2, a: 3, summary: 4 })).toBe(toYaml({ summary: 4, a: 3, lock: 2, b: 1 }));
  });
});
