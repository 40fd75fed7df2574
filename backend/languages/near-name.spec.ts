import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearNameHint, slipsBetween } from './near-name.ts';

describe('a package that does not exist', () => {
  it.each([
    ['reqests', 'pypi', ' Did you mean "requests"?'],
    ['pandsa', 'pypi', ' Did you mean "pandas"?'],
    ['beautifulsuop4', 'pypi', ' Did you mean "beautifulsoup4"?'],
    ['lodahs', 'npm', ' Did you mean "lodash"?'],
    ['our-own-library', 'pypi', ''],
    ['six', 'pypi', ''],
    ['yml', 'npm', ''],
  ] as const)('%s on %s is told with what may have been meant', (name, registry, hint) => expect(nearNameHint(name, registry)).toBe(hint));

  it('is as far from a name as that is from it, and never further than the longer of both', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        const slips = slipsBetween(left, right);
        expect(slips).toBe(slipsBetween(right, left));
        expect(slips).toBeLessThanOrEqual(Math.max(left.length, right.length));
        expect(slips === 0).toBe(left === right);
      }),
    );
  });
});
