import { describe, expect, test } from '@jest/globals';
import { folderTree } from './folder-tree.ts';

describe('the folders beside a list', () => {
  test('folders come by name, then other people, then one’s own', () => {
    expect(folderTree(['f/support', 'f/finance'], 'u/ada', ['u/noor/x']).map((node) => node.path)).toEqual(['f/finance', 'f/support', 'u/noor', 'u/ada']);
  });

  test('subfolders stand under the folder that they are in', () => {
    const nodes = folderTree(['f/a', 'f/a_b'], 'u/ada', ['f/a/x/y/z', 'f/a/w']);
    expect(nodes.map((node) => [node.path, node.label, node.depth])).toEqual([
      ['f/a', 'f/a', 0],
      ['f/a/x', 'x', 1],
      ['f/a/x/y', 'y', 2],
      ['f/a_b', 'f/a_b', 0],
      ['u/ada', 'u/ada', 0],
    ]);
  });
});
