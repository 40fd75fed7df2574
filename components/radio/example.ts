import type { ComponentExample } from '../view.ts';
import type { radio } from './definition.ts';

export const examples: ComponentExample<typeof radio>[] = [
  { title: 'Usual', props: { label: 'Priority', options: ['Low', 'Normal', 'High'], value: 'Normal' } },
  { title: 'In segments', props: { label: 'Period', look: 'segmented', options: ['Day', 'Week', 'Month'], value: 'Week' } },
  {
    title: 'Beside each other',
    props: {
      label: 'Priority',
      orientation: 'horizontal',
      options: [
        { value: 1, label: 'Low' },
        { value: 2, label: 'Normal' },
        { value: 3, label: 'High', is_disabled: true },
      ],
      value: 2,
    },
  },
  { title: 'Without choices', props: { label: 'Priority' } },
  { title: 'In segments and disabled', props: { label: 'Period', look: 'segmented', options: ['Day', 'Week'], value: 'Day', disabled: true } },
  { title: 'Disabled', props: { label: 'Priority', disabled: true, options: ['Low', 'High'], value: 'Low' } },
  { title: 'Read only', props: { label: 'Priority', read_only: true, options: ['Low', 'High'], value: 'Low' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Priority', invalid: 'This is taken already.', options: ['Low', 'High'], value: 'Low' } },
  { title: 'Loading', props: { label: 'Priority', loading: true, options: ['Low', 'High'], value: 'Low' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      options: ['Low', 'High'],
      value: 'Low',
    },
  },
];
