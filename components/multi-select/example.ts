import type { ComponentExample } from '../view.ts';
import type { multiSelect } from './definition.ts';

export const examples: ComponentExample<typeof multiSelect>[] = [
  { title: 'Usual', props: { label: 'Teams', options: ['Billing', 'Shipping', 'Returns', 'Books'], value: ['Billing', 'Returns'] } },
  { title: 'Empty', props: { label: 'Teams', options: ['Billing', 'Shipping'], placeholder: 'All teams' } },
  { title: 'Too few, and one that is no choice any more', props: { label: 'Teams', min: 3, options: ['Billing', 'Shipping'], value: ['Billing', 'gone'] } },
  { title: 'Label at the side', props: { label: 'Teams', label_position: 'left', options: ['Billing'] } },
  { title: 'Disabled', props: { label: 'Teams', disabled: true, options: ['Billing', 'Shipping'], value: ['Billing'] } },
  { title: 'Read only', props: { label: 'Teams', read_only: true, options: ['Billing', 'Shipping'], value: ['Billing'] } },
  { title: 'Wrong, as somebody else says', props: { label: 'Teams', invalid: 'This is taken already.', options: ['Billing', 'Shipping'], value: ['Billing'] } },
  { title: 'Loading', props: { label: 'Teams', loading: true, options: ['Billing', 'Shipping'], value: ['Billing'] } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      options: ['Billing', 'Shipping'],
      value: ['Billing'],
    },
  },
];
