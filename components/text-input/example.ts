import type { ComponentExample } from '../view.ts';
import type { textInput } from './definition.ts';

export const examples: ComponentExample<typeof textInput>[] = [
  { title: 'Usual', props: { label: 'Name', value: 'Ada Lovelace', help: 'As on the invoice.' } },
  { title: 'Search', props: { label: 'Search', label_position: 'hidden', kind: 'search', icon: 'search', placeholder: 'Name, e-mail or number' } },
  { title: 'E-mail', props: { label: 'E-mail', kind: 'email', icon: 'mail', value: 'ada@acme.example' } },
  { title: 'Label at the side', props: { label: 'Name', label_position: 'left' } },
  { title: 'Disabled', props: { label: 'Name', disabled: true, value: 'Ada' } },
  { title: 'Read only', props: { label: 'Name', read_only: true, value: 'Ada' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Name', invalid: 'This is taken already.', value: 'Ada' } },
  { title: 'Loading', props: { label: 'Name', loading: true, value: 'Ada' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: 'Ada',
    },
  },
];
