import type { ComponentExample } from '../view.ts';
import type { time } from './definition.ts';

export const examples: ComponentExample<typeof time>[] = [
  { title: 'Usual', props: { label: 'Opens at', value: '09:30' } },
  { title: 'With seconds', props: { label: 'Measured at', has_seconds: true, value: '09:30:15' } },
  { title: 'Too late', props: { label: 'Opens at', value: '22:00', min: '08:00', max: '18:00' } },
  { title: 'Disabled', props: { label: 'Opens at', disabled: true, value: '09:30' } },
  { title: 'Read only', props: { label: 'Opens at', read_only: true, value: '09:30' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Opens at', invalid: 'This is taken already.', value: '09:30' } },
  { title: 'Loading', props: { label: 'Opens at', loading: true, value: '09:30' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: '09:30',
    },
  },
];
