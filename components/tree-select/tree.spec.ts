import { describe, expect, it } from '@jest/globals';
import { controlNodes, placesOf, valuesOf } from './tree.ts';

const nodes = [
  { value: 1, label: 'Clothes', children: [{ value: 'shirts' }, { value: 2, label: 'Shoes', is_disabled: true, children: [{ value: 1, label: 'Again' }] }] },
  { value: '1', label: 'A text' },
];

describe('a tree of choices', () => {
  it('knows the way to each choice, and keeps numbers and texts apart', () => {
    const places = placesOf(nodes);
    expect(places.get('string:shirts')).toEqual({ value: 'shirts', path: ['Clothes', 'shirts'], isLeaf: true, isDisabled: false });
    expect(places.get('number:2')).toMatchObject({ isDisabled: true, isLeaf: false });
    expect(places.get('string:1')).toMatchObject({ path: ['A text'] });
  });

  it('shows a value that stands twice only once', () => {
    expect(controlNodes(nodes)).toEqual([
      {
        value: 'number:1',
        label: 'Clothes',
        children: [
          { value: 'string:shirts', label: 'shirts' },
          { value: 'number:2', label: 'Shoes' },
        ],
      },
      { value: 'string:1', label: 'A text' },
    ]);
  });

  it('takes one value and several', () => {
    expect([valuesOf(null), valuesOf('a'), valuesOf(['a', 1])]).toEqual([[], ['a'], ['a', 1]]);
  });
});
