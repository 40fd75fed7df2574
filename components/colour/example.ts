import type { ComponentExample } from '../view.ts';
import type { colour } from './definition.ts';

export const examples: ComponentExample<typeof colour>[] = [
  { title: 'Usual', props: { label: 'Colour', value: '#1a7f8e' } },
  { title: 'Only suggestions', props: { label: 'Label', is_from_list: true, swatches: ['#1a7f8e', '#7a5cd0', '#c2571a'], value: '#7a5cd0' } },
  { title: 'Empty', props: { label: 'Colour', placeholder: '#rrggbb' } },
  { title: 'Disabled', props: { label: 'Colour', disabled: true, value: '#1a7f8e' } },
  { title: 'Read only', props: { label: 'Colour', read_only: true, value: '#1a7f8e' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Colour', invalid: 'This is taken already.', value: '#1a7f8e' } },
  { title: 'Loading', props: { label: 'Colour', loading: true, value: '#1a7f8e' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: '#1a7f8e',
    },
  },
];
