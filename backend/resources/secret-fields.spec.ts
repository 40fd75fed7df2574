import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../common/json.ts';
import { findReferences, replaceReferences } from './references.ts';
import { hideSecrets, partAt, replaceParts, secretPointers } from './secret-fields.ts';

describe('secret fields', () => {
  test('are found at any depth, by our mark and by those of other tools', () => {
    const schema = {
      properties: {
        a: { 'x-ui': { secret: true } },
        b: { format: 'password' },
        c: { password: true },
        'd/e': { properties: { 'f~g': { 'x-ui': { secret: true } } } },
        h: { type: 'string' },
      },
    };
    expect(secretPointers(schema)).toEqual(['/a', '/b', '/c', '/d~1e/f~0g']);
  });

  test('never leave as cipher text, wherever they stand', () => {
    expect(hideSecrets({ a: { $encrypted: 'x' }, list: [{ b: { $encrypted: 'y' } }] })).toEqual({ a: { $secret: true }, list: [{ b: { $secret: true } }] });
  });

  test('are addressed by pointers that lead back to the same part', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        replaceParts(value as JsonObject, (part, pointer) => {
          expect(partAt(value, pointer)).toEqual(part);
          return undefined;
        });
      }),
    );
  });
});

describe('references', () => {
  test('are whole strings with a path, and nothing else', () => {
    const found = findReferences({
      a: '$res:f/shop/db',
      b: ['$var:u/ada/key', 'see $var:f/shop/x', '$res:', '$res:shop', '$var:f/shop/../x y'],
      c: { $res: 'f/shop/db' },
    });
    expect([...found.resources]).toEqual(['f/shop/db']);
    expect([...found.variables]).toEqual(['u/ada/key']);
  });

  test('are replaced and everything else stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(replaceReferences(value, () => 'replaced')).toEqual(value);
      }),
    );
    expect(replaceReferences({ a: ['$var:f/shop/key', 1, null] }, () => 'value')).toEqual({ a: ['value', 1, null] });
  });
});
