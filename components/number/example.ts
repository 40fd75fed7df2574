import type { ComponentExample } from '../view.ts';
import type { number } from './definition.ts';

export const examples: ComponentExample<typeof number>[] = [
  { title: 'Usual', props: { label: 'Quantity', value: 12 } },
  { title: 'Money', props: { label: 'Amount', format: 'currency', currency: 'EUR', value: 1249.5 } },
  { title: 'A percentage', props: { label: 'Discount', format: 'percent', value: 0.125, min: 0, max: 1 } },
  { title: 'With a unit, in whole numbers', props: { label: 'Weight', unit: 'kg', value: 80, decimals: 0, min: 1, max: 500 } },
  { title: 'Empty', props: { label: 'Quantity', placeholder: '0' } },
  { title: 'Label at the side', props: { label: 'Quantity', label_position: 'left' } },
  { title: 'Disabled', props: { label: 'Quantity', disabled: true, value: 3 } },
  { title: 'Read only', props: { label: 'Quantity', read_only: true, value: 3 } },
  { title: 'Wrong, as somebody else says', props: { label: 'Quantity', invalid: 'This is taken already.', value: 3 } },
  { title: 'Loading', props: { label: 'Quantity', loading: true, value: 3 } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: 3,
    },
  },
];
