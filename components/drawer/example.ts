import type { ComponentExample } from '../view.ts';
import type { drawer } from './definition.ts';

export const examples: ComponentExample<typeof drawer>[] = [
  { title: 'Usual', props: { title: 'Refund order 1042' }, slots: { body: 'How much should go back?', footer: 'Cancel or refund' } },
  { title: 'Small, stays open on a click outside', props: { title: 'Really?', size: 'small', closes_outside: false }, slots: { body: 'It cannot be undone.' } },
  {
    title: 'Large and long',
    props: { title: 'Everything about the order with the longest title that a person could think of', size: 'large' },
    slots: { body: 'A long text. '.repeat(200) },
  },
];
