import { describe, expect, test } from '@jest/globals';
import { joinPath, problemOfName, problemOfPath, splitPath } from './item-path.ts';

describe('paths', () => {
  test('a path comes apart into its space and its name, and together again', () => {
    for (const path of ['f/support/refund_order', 'u/ada/tools/clean-up']) {
      const { space, name } = splitPath(path);
      expect(joinPath(space, name)).toBe(path);
    }
    expect(splitPath('f/support/a/b')).toEqual({ space: 'f/support', name: 'a/b' });
    expect(splitPath('f/support')).toEqual({ space: 'f/support', name: '' });
  });

  test('what is wrong with a path is said in words that help', () => {
    expect(problemOfPath('')).toBe('Choose a folder');
    expect(problemOfPath('f/support/')).toBe('Give it a name');
    expect(problemOfPath('f/support/../x')).toMatch(/letters, digits/);
    expect(problemOfPath('f/support/refünd')).toMatch(/letters, digits/);
    expect(problemOfPath('f/support/refund_order')).toBeNull();
  });

  test('a name may not begin with a dot', () => {
    expect(problemOfName('.env')).not.toBeNull();
    expect(problemOfName('support')).toBeNull();
  });
});
