import type { ComponentExample } from '../view.ts';
import type { tags } from './definition.ts';

export const examples: ComponentExample<typeof tags>[] = [
  { title: 'Usual', props: { label: 'Tags', value: ['urgent', 'vip'], suggestions: ['urgent', 'vip', 'fraud', 'returns'] } },
  { title: 'Empty', props: { label: 'Tags', placeholder: 'A word, then Enter' } },
  { title: 'Long', props: { label: 'Tags', value: ['one', 'another', 'a much longer one that nobody would type', 'four', 'five', 'six', 'seven', 'eight'] } },
  { title: 'Disabled', props: { label: 'Tags', disabled: true, value: ['urgent'] } },
  { title: 'Read only', props: { label: 'Tags', read_only: true, value: ['urgent'] } },
  { title: 'Wrong, as somebody else says', props: { label: 'Tags', invalid: 'This is taken already.', value: ['urgent'] } },
  { title: 'Loading', props: { label: 'Tags', loading: true, value: ['urgent'] } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: ['urgent'],
    },
  },
];
