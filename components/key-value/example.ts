import type { ComponentExample } from '../view.ts';
import type { keyValue } from './definition.ts';

export const examples: ComponentExample<typeof keyValue>[] = [
  {
    title: 'Usual',
    props: {
      label: 'Order',
      record: {
        number: 1042,
        customer: 'Ada Lovelace',
        total: 129.5,
        paid: true,
        placed_on: '2026-11-20',
        website: 'https://acme.example/orders/1042',
        note: null,
      },
    },
  },
  {
    title: 'Chosen fields in columns, one to copy',
    props: {
      columns: 2,
      layout: 'above',
      record: { number: 1042, total: 129.5, share: 0.125, items: [{ id: 1 }] },
      fields: [
        { field: 'number', label: 'Order', is_copyable: true },
        { field: 'total', format: 'currency', currency: 'EUR' },
        { field: 'share', format: 'percent' },
        { field: 'items' },
      ],
    },
  },
  { title: 'Empty', props: {} },
  { title: 'Loading', props: { record: { number: 1042 }, loading: true } },
  { title: 'Long', props: { record: { a_name_that_is_much_longer_than_the_place_beside_the_value: 'x'.repeat(200) } } },
];
