import type { ComponentExample } from '../view.ts';
import type { slider } from './definition.ts';

export const examples: ComponentExample<typeof slider>[] = [
  { title: 'Usual', props: { label: 'Volume', value: 40 } },
  {
    title: 'A percentage with marks',
    props: {
      label: 'Discount',
      format: 'percent',
      min: 0,
      max: 0.5,
      step: 0.05,
      value: 0.15,
      marks: [{ value: 0, label: 'none' }, { value: 0.25 }, { value: 0.5, label: 'half' }],
    },
  },
  { title: 'Outside of its limits', props: { label: 'Volume', value: 140 } },
  { title: 'Disabled', props: { label: 'Volume', disabled: true, value: 20 } },
  { title: 'Read only', props: { label: 'Volume', read_only: true, value: 20 } },
  { title: 'Wrong, as somebody else says', props: { label: 'Volume', invalid: 'This is taken already.', value: 20 } },
  { title: 'Loading', props: { label: 'Volume', loading: true, value: 20 } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: 20,
    },
  },
];
