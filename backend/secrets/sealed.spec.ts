import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seal, unseal } from './sealed.ts';

const key = randomBytes(32);

describe('a sealed value', () => {
  test('opens with its key and purpose to what went in', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.string(), (bytes, purpose) => {
      expect(unseal(key, seal(key, Buffer.from(bytes), purpose), purpose)).toEqual(Buffer.from(bytes));
    }));
  });

  test('does not open with another purpose, another key, or one bit changed', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), fc.string(), fc.string(), fc.nat(), fc.integer({ min: 0, max: 7 }), (bytes, purpose, other, position, bit) => {
      const sealed = seal(key, Buffer.from(bytes), purpose);
      if (other !== purpose) expect(() => unseal(key, sealed, other)).toThrow();
      expect(() => unseal(randomBytes(32), sealed, purpose)).toThrow();
      const changed = Buffer.from(sealed);
      const at = position % changed.length;
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      expect(() => unseal(key, changed, purpose)).toThrow();
    }));
  });

  test('is different each time', () => {
    expect(seal(key, Buffer.from('same'), 'x')).not.toEqual(seal(key, Buffer.from('same'), 'x'));
  });

  test('does not open when cut short', () => {
    const sealed = seal(key, Buffer.from('text'), 'x');
    for (let length = 0; length < sealed.length; length += 1) expect(() => unseal(key, sealed.subarray(0, length), 'x')).toThrow();
  });
});
