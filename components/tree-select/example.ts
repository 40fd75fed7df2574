import type { ComponentExample } from '../view.ts';
import type { treeSelect } from './definition.ts';

const nodes = [
  {
    value: 'clothes',
    label: 'Clothes',
    children: [
      { value: 'shirts', label: 'Shirts' },
      {
        value: 'shoes',
        label: 'Shoes',
        children: [
          { value: 'boots', label: 'Boots' },
          { value: 'sandals', label: 'Sandals' },
        ],
      },
    ],
  },
  {
    value: 'books',
    label: 'Books',
    children: [
      { value: 'fiction', label: 'Fiction' },
      { value: 'science', label: 'Science', is_disabled: true },
    ],
  },
];

export const examples: ComponentExample<typeof treeSelect>[] = [
  { title: 'Usual', props: { label: 'Category', nodes, value: 'boots' } },
  { title: 'Several', props: { label: 'Categories', nodes, is_multiple: true, value: ['shirts', 'fiction'], is_open: true } },
  { title: 'Empty', props: { label: 'Category', nodes, placeholder: 'All', only_leaves: true } },
  { title: 'Without choices', props: { label: 'Category' } },
  { title: 'A value that is no choice', props: { label: 'Category', nodes, value: 'gardens' } },
  { title: 'Disabled', props: { label: 'Category', nodes, value: 'boots', disabled: true } },
  { title: 'Read only', props: { label: 'Category', nodes, value: 'boots', read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Category', nodes, value: 'boots', invalid: 'There are no boots left.' } },
  { title: 'Loading', props: { label: 'Category', nodes, loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      nodes,
      required: true,
    },
  },
];
