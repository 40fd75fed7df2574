import type { ComponentExample } from '../view.ts';
import type { password } from './definition.ts';

export const examples: ComponentExample<typeof password>[] = [
  { title: 'Usual', props: { label: 'Token', placeholder: 'Paste it here' } },
  { title: 'Cannot be shown', props: { label: 'Token', can_show: false } },
  { title: 'Disabled', props: { label: 'Token', disabled: true } },
  { title: 'Read only', props: { label: 'Token', read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Token', invalid: 'This is taken already.' } },
  { title: 'Loading', props: { label: 'Token', loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
    },
  },
];
