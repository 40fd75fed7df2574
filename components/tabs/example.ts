import type { ComponentExample } from '../view.ts';
import type { tabs } from './definition.ts';

export const examples: ComponentExample<typeof tabs>[] = [
  {
    title: 'Usual',
    props: {
      tabs: [
        { key: 'open', title: 'Open', badge: 12, icon: 'inbox' },
        { key: 'done', title: 'Done' },
        { key: 'locked', title: 'Locked', disabled: true },
      ],
    },
    slots: { open: 'Twelve open orders', done: 'All that is done' },
  },
  {
    title: 'At the side',
    props: {
      orientation: 'vertical',
      active: 'b',
      tabs: [
        { key: 'a', title: 'Profile' },
        { key: 'b', title: 'Billing' },
      ],
    },
    slots: { a: 'The profile', b: 'The bills' },
  },
  { title: 'Empty', props: {} },
  { title: 'Disabled', props: { disabled: true, tabs: [{ key: 'a', title: 'Profile' }] }, slots: { a: 'Not now' } },
  {
    title: 'Many',
    props: { loading: true, tabs: Array.from({ length: 16 }, (_, index) => ({ key: `t${index}`, title: `Section number ${index + 1}` })) },
    slots: { t0: 'The first' },
  },
];
