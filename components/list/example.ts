import type { ComponentExample } from '../view.ts';
import type { list } from './definition.ts';

export const examples: ComponentExample<typeof list>[] = [
  {
    title: 'Usual',
    props: {
      items: [
        { id: 1, name: 'Ada' },
        { id: 2, name: 'Grace' },
        { id: 3, name: 'Edsger' },
      ],
    },
    slots: { item: 'A customer' },
  },
  {
    title: 'Cards that can be chosen',
    props: { layout: 'cards', is_selectable: true, card_width: 160, items: ['one', 'two', 'three', 'four'] },
    slots: { item: 'A card' },
  },
  { title: 'Empty', props: { empty_text: 'No customers yet' } },
  { title: 'Loading', props: { items: null, loading: true } },
  { title: 'Disabled, with the same key twice', props: { disabled: true, items: [{ id: 1 }, { id: 1 }] }, slots: { item: 'An item' } },
  { title: 'Long', props: { page_size: 3, items: Array.from({ length: 1000 }, (_, id) => ({ id })) }, slots: { item: 'One of many' } },
];
