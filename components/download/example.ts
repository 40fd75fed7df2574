import type { ComponentExample } from '../view.ts';
import type { download } from './definition.ts';

export const examples: ComponentExample<typeof download>[] = [
  {
    title: 'Usual',
    props: {
      text: 'Export orders',
      content: [
        { id: 1, name: 'Ada' },
        { id: 2, name: 'Grace' },
      ],
      file_name: 'orders',
    },
  },
  { title: 'Nothing to save', props: { text: 'Export orders' } },
  { title: 'Disabled', props: { text: 'Export', content: 'text', disabled: true } },
  { title: 'Loading', props: { text: 'Export', content: 'text', loading: true } },
];
