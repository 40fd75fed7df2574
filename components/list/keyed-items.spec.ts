import { describe, expect, it } from '@jest/globals';
import { keyedItems } from './keyed-items.ts';

const keys = (items: readonly unknown[]): string[] => keyedItems(items, 'id').map(({ key }) => key);

describe('the keys of items', () => {
  it('are the field that says so', () => {
    expect(keys([{ id: 7 }, { id: 'a' }])).toEqual(['7', 'a']);
  });

  it('are positions where an item has none', () => {
    expect(keys([{ name: 'x' }, null, { id: '' }, 'plain'])).toEqual(['#0', '#1', '#2', 'plain']);
  });

  it('differ where two items have the same', () => {
    expect(keys([{ id: 1 }, { id: 1 }, { id: 1 }])).toEqual(['1', '1#1', '1#2']);
  });
});
