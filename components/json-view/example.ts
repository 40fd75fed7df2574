import type { ComponentExample } from '../view.ts';
import type { jsonView } from './definition.ts';

export const examples: ComponentExample<typeof jsonView>[] = [
  {
    title: 'Usual',
    props: { label: 'Order', value: { id: 1042, customer: { name: 'Ada', tags: ['vip'] }, lines: [{ sku: 'A-1', quantity: 2 }], note: null } },
  },
  { title: 'Empty', props: {} },
  { title: 'A plain value', props: { value: 'Only text' } },
  { title: 'Large', props: { label: 'Many', max_height: 160, value: Array.from({ length: 2000 }, (_, id) => ({ id, name: `Item ${id}` })) } },
];
