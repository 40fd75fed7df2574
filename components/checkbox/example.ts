import type { ComponentExample } from '../view.ts';
import type { checkbox } from './definition.ts';

export const examples: ComponentExample<typeof checkbox>[] = [
  { title: 'Usual', props: { label: 'Send a copy to me', value: true } },
  { title: 'Has to be ticked', props: { label: 'I have read the terms', must_be_ticked: true, help: 'They are on one page.' } },
  { title: 'Off', props: { label: 'Send a copy to me' } },
  { title: 'Disabled', props: { label: 'Send a copy', disabled: true } },
  { title: 'Read only', props: { label: 'Send a copy', read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Send a copy', invalid: 'This is taken already.' } },
  { title: 'Loading', props: { label: 'Send a copy', loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
    },
  },
];
