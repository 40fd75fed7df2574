import type { ComponentExample } from '../view.ts';
import type { datetime } from './definition.ts';

export const examples: ComponentExample<typeof datetime>[] = [
  { title: 'Usual', props: { label: 'Call back', value: '2026-11-20T09:30:00Z' } },
  { title: 'In another zone', props: { label: 'Call back', value: '2026-11-20T09:30:00Z', zone: 'Asia/Tokyo' } },
  { title: 'Empty', props: { label: 'Call back' } },
  { title: 'Disabled', props: { label: 'Call back', disabled: true, value: '2026-11-20T09:30:00Z' } },
  { title: 'Read only', props: { label: 'Call back', read_only: true, value: '2026-11-20T09:30:00Z' } },
  { title: 'Wrong, as somebody else says', props: { label: 'Call back', invalid: 'This is taken already.', value: '2026-11-20T09:30:00Z' } },
  { title: 'Loading', props: { label: 'Call back', loading: true, value: '2026-11-20T09:30:00Z' } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
      value: '2026-11-20T09:30:00Z',
    },
  },
];
