import type { ComponentExample } from '../view.ts';
import type { textarea } from './definition.ts';

export const examples: ComponentExample<typeof textarea>[] = [
  { title: 'Usual', props: { label: 'Note', value: 'The parcel came back.\nThe customer wants it sent again.', help: 'Only colleagues see it.' } },
  { title: 'Empty', props: { label: 'Note', placeholder: 'What happened?' } },
  { title: 'Counted', props: { label: 'Short note', max_length: 20, value: 'Longer than it may be, by far' } },
  { title: 'Label at the side', props: { label: 'Note', label_position: 'left' } },
  { title: 'Disabled', props: { label: 'Note', disabled: true, value: 'Ready' } },
  { title: 'Read only', props: { label: 'Note', read_only: true, value: 'Ready' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Note', invalid: 'This is taken already.', value: 'Ready' } },
  { title: 'Loading', props: { label: 'Note', loading: true, value: 'Ready' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: 'Ready',
    },
  },
];
