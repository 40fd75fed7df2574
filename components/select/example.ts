import type { ComponentExample } from '../view.ts';
import type { select } from './definition.ts';

export const examples: ComponentExample<typeof select>[] = [
  { title: 'Usual', props: { label: 'Country', options: ['Austria', 'France', 'Germany'], value: 'France' } },
  {
    title: 'In groups, with a value that is no choice any more',
    props: {
      label: 'Team',
      value: 'gone',
      options: [
        { value: 1, label: 'Billing', group: 'Support' },
        { value: 2, label: 'Shipping', group: 'Support' },
        { value: 3, label: 'Books', group: 'Finance', is_disabled: true },
      ],
    },
  },
  { title: 'Without choices', props: { label: 'Country', placeholder: 'Nothing to choose' } },
  { title: 'Label at the side', props: { label: 'Country', label_position: 'left' } },
  { title: 'Disabled', props: { label: 'Country', disabled: true, options: ['Austria', 'France'], value: 'France' } },
  { title: 'Read only', props: { label: 'Country', read_only: true, options: ['Austria', 'France'], value: 'France' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Country', invalid: 'This is taken already.', options: ['Austria', 'France'], value: 'France' } },
  { title: 'Loading', props: { label: 'Country', loading: true, options: ['Austria', 'France'], value: 'France' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      options: ['Austria', 'France'],
      value: 'France',
    },
  },
];
