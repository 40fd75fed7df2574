import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { packageSetKey, sourceHash, versionHash, type HashedVersion } from './source-hash.ts';

const version: HashedVersion = {
  language: 'bun',
  content: 'main',
  lock: '',
  settings: { timeout_s: 5, tag: 'x' },
  imported: [
    { path: 'f/a/b', language: 'bun', content: 'lib' },
    { path: 'f/a/c', language: 'bun', content: 'lib2' },
  ],
};

describe('the hash of a version', () => {
  test('does not depend on the order of keys and imports', () => {
    expect(versionHash({ ...version, settings: { tag: 'x', timeout_s: 5 }, imported: [...version.imported].reverse() })).toBe(versionHash(version));
  });

  test('changes with each of its parts', () => {
    const changes: Partial<HashedVersion>[] = [
      { language: 'python3' },
      { content: 'main2' },
      { lock: 'l' },
      { settings: {} },
      { imported: [] },
      { imported: [{ path: 'f/a/b', language: 'bun', content: 'changed' }] },
    ];
    expect(new Set([version, ...changes.map((change) => ({ ...version, ...change }))].map(versionHash)).size).toBe(changes.length + 1);
  });
});

describe('the hash of a source', () => {
  test('takes a lock that is not resolved yet as none, and tells paths apart', () => {
    const source = { path: 'f/a/a', content: 'main', lock: null, imported: [] };
    expect(sourceHash('bun', source)).toBe(sourceHash('bun', { ...source, lock: '' }));
    expect(sourceHash('bun', source)).not.toBe(sourceHash('bun', { ...source, path: 'f/a/other' }));
  });
});

describe('the key of a set of packages', () => {
  test('is that of the set: order and repetition do not count', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z@/.0-9-]{1,12}$/)), (specifiers) => {
        expect(packageSetKey('bun', [...specifiers, ...specifiers].reverse())).toBe(packageSetKey('bun', specifiers));
        expect(packageSetKey('bun', specifiers)).not.toBe(packageSetKey('python3', specifiers));
        expect(packageSetKey('bun', [...specifiers, 'one-more-package'])).not.toBe(packageSetKey('bun', specifiers));
      }),
    );
  });
});
