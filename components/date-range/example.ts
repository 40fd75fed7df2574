import type { ComponentExample } from '../view.ts';
import type { dateRange } from './definition.ts';

export const examples: ComponentExample<typeof dateRange>[] = [
  { title: 'Usual', props: { label: 'Period', value: { start: '2026-11-01', end: '2026-11-20' } } },
  { title: 'Empty', props: { label: 'Period' } },
  { title: 'Too long', props: { label: 'Period', value: { start: '2026-01-01', end: '2026-11-20' }, longest_days: 31 } },
  { title: 'Disabled', props: { label: 'Period', disabled: true, value: { start: '2026-11-01', end: '2026-11-20' } } },
  { title: 'Read only', props: { label: 'Period', read_only: true, value: { start: '2026-11-01', end: '2026-11-20' } } },
  { title: 'Wrong, as somebody else says', props: { label: 'Period', invalid: 'This is taken already.', value: { start: '2026-11-01', end: '2026-11-20' } } },
  { title: 'Loading', props: { label: 'Period', loading: true, value: { start: '2026-11-01', end: '2026-11-20' } } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: { start: '2026-11-01', end: '2026-11-20' },
    },
  },
];
