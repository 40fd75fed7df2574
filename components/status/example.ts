import type { ComponentExample } from '../view.ts';
import type { status } from './definition.ts';

export const examples: ComponentExample<typeof status>[] = [
  { title: 'Usual', props: { value: 'paid', looks: [{ value: 'paid', label: 'Paid', tone: 'success', icon: 'circle-check' }] } },
  {
    title: 'Several',
    props: {
      value: ['new', 'vip', 'late'],
      looks: [
        { value: 'vip', label: 'VIP', tone: 'accent', icon: 'star' },
        { value: 'late', tone: 'danger' },
      ],
    },
  },
  {
    title: 'As dots',
    props: {
      variant: 'dot',
      value: ['on', 'off'],
      looks: [
        { value: 'on', label: 'Online', tone: 'success' },
        { value: 'off', label: 'Offline', tone: 'warning' },
      ],
    },
  },
  { title: 'Empty', props: {} },
  { title: 'Info, long', props: { value: 'A state whose name is far longer than a state should ever be called', tone: 'info' } },
];
