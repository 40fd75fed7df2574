import { describe, expect, test } from '@jest/globals';
import { contains, wordsOfCounts } from './folder-words.ts';

describe('a folder in words', () => {
  test('what it holds is counted by kind', () => {
    expect(wordsOfCounts({ script: 6, resource: 1, variable: 0, resource_type: 2 })).toBe('6 scripts, 1 resource, 2 resource types');
    expect(wordsOfCounts({})).toBe('Nothing yet');
  });

  test('each level contains those before it', () => {
    expect([contains('write', 'read'), contains('write', 'owner'), contains(null, 'read'), contains('owner', 'owner')]).toEqual([true, false, false, true]);
  });
});
