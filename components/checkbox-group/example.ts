import type { ComponentExample } from '../view.ts';
import type { checkboxGroup } from './definition.ts';

export const examples: ComponentExample<typeof checkboxGroup>[] = [
  { title: 'Usual', props: { label: 'Channels', options: ['E-mail', 'Phone', 'Letter'], value: ['E-mail'] } },
  {
    title: 'Beside each other, two at most',
    props: { label: 'Days', orientation: 'horizontal', max: 2, options: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], value: ['Mon', 'Fri'] },
  },
  { title: 'Without choices', props: { label: 'Channels' } },
  { title: 'Disabled', props: { label: 'Channels', disabled: true, options: ['E-mail', 'Phone'], value: ['Phone'] } },
  { title: 'Read only', props: { label: 'Channels', read_only: true, options: ['E-mail', 'Phone'], value: ['Phone'] } },
  { title: 'Wrong, as somebody else says', props: { label: 'Channels', invalid: 'This is taken already.', options: ['E-mail', 'Phone'], value: ['Phone'] } },
  { title: 'Loading', props: { label: 'Channels', loading: true, options: ['E-mail', 'Phone'], value: ['Phone'] } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      options: ['E-mail', 'Phone'],
      value: ['Phone'],
    },
  },
];
