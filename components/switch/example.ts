import type { ComponentExample } from '../view.ts';
import type { switchInput } from './definition.ts';

export const examples: ComponentExample<typeof switchInput>[] = [
  { title: 'Usual', props: { label: 'Notifications', value: true } },
  { title: 'In words', props: { label: 'Orders', on_text: 'accepted', off_text: 'paused', value: false } },
  { title: 'Disabled', props: { label: 'Notifications', disabled: true } },
  { title: 'Read only', props: { label: 'Notifications', read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Notifications', invalid: 'This is taken already.' } },
  { title: 'Loading', props: { label: 'Notifications', loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
    },
  },
];
