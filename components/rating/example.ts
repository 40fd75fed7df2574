import type { ComponentExample } from '../view.ts';
import type { rating } from './definition.ts';

export const examples: ComponentExample<typeof rating>[] = [
  { title: 'Usual', props: { label: 'How was it?', value: 4 } },
  { title: 'Halves out of ten', props: { label: 'Score', value: 6.5, max: 10, has_halves: true } },
  { title: 'Empty', props: { label: 'How was it?' } },
  { title: 'Disabled', props: { label: 'How was it?', disabled: true, value: 3 } },
  { title: 'Read only', props: { label: 'How was it?', read_only: true, value: 3 } },
  { title: 'Wrong, as somebody else says', props: { label: 'How was it?', invalid: 'This is taken already.', value: 3 } },
  { title: 'Loading', props: { label: 'How was it?', loading: true, value: 3 } },
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
