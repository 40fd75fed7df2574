import type { ComponentExample } from '../view.ts';
import type { stepper } from './definition.ts';

export const examples: ComponentExample<typeof stepper>[] = [
  {
    title: 'Usual',
    props: {
      steps: [
        { key: 'customer', title: 'Customer', description: 'Who it is' },
        { key: 'address', title: 'Address' },
        { key: 'check', title: 'Check' },
      ],
    },
    slots: { customer: 'Name and e-mail', address: 'Where it goes', check: 'Is all of it right?' },
  },
  {
    title: 'Without buttons',
    props: {
      has_buttons: false,
      steps: [
        { key: 'a', title: 'First' },
        { key: 'b', title: 'Second' },
      ],
    },
    slots: { a: 'The first' },
  },
  { title: 'Empty', props: {} },
  {
    title: 'Disabled',
    props: {
      disabled: true,
      steps: [
        { key: 'a', title: 'First' },
        { key: 'b', title: 'Second' },
      ],
    },
    slots: { a: 'Not now' },
  },
  {
    title: 'Long',
    props: { steps: Array.from({ length: 7 }, (_, index) => ({ key: `s${index}`, title: `Step with a long title ${index + 1}` })) },
    slots: { s0: 'The first of seven' },
  },
];
