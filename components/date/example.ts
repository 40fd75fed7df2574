import type { ComponentExample } from '../view.ts';
import type { date } from './definition.ts';

export const examples: ComponentExample<typeof date>[] = [
  { title: 'Usual', props: { label: 'Due on', value: '2026-11-20' } },
  { title: 'Empty', props: { label: 'Due on', placeholder: 'Not set' } },
  { title: 'Too early', props: { label: 'Due on', value: '2026-01-02', min: '2026-06-01', max: '2026-12-31' } },
  { title: 'No such day', props: { label: 'Due on', value: '2026-02-30' } },
  { title: 'Label at the side', props: { label: 'Due on', label_position: 'left' } },
  { title: 'Disabled', props: { label: 'Due on', disabled: true, value: '2026-11-20' } },
  { title: 'Read only', props: { label: 'Due on', read_only: true, value: '2026-11-20' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Due on', invalid: 'This is taken already.', value: '2026-11-20' } },
  { title: 'Loading', props: { label: 'Due on', loading: true, value: '2026-11-20' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: '2026-11-20',
    },
  },
];
