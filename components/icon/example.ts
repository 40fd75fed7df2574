import type { ComponentExample } from '../view.ts';
import type { icon } from './definition.ts';

export const examples: ComponentExample<typeof icon>[] = [
  { title: 'Usual', props: { name: 'star' } },
  { title: 'In tones, on a ground', props: { name: 'circle-check', tone: 'success', size: 'large', has_ground: true, label: 'Done' } },
  { title: 'Danger', props: { name: 'alert-triangle', tone: 'danger', size: 'huge', label: 'Dangerous' } },
  { title: 'Not known', props: { name: 'no-such-icon', label: 'Unknown' } },
];
