import type { ComponentExample } from '../view.ts';
import type { timer } from './definition.ts';

export const examples: ComponentExample<typeof timer>[] = [
  { title: 'Usual', props: { shows: 'countdown', interval_s: 60 } },
  { title: 'Stopped', props: { shows: 'countdown', starts_itself: false } },
  { title: 'Not seen', props: { interval_s: 600 } },
];
