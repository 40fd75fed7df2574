import type { ComponentExample } from '../view.ts';
import type { statistic } from './definition.ts';

export const examples: ComponentExample<typeof statistic>[] = [
  {
    title: 'Usual',
    props: { label: 'Revenue', value: 48_250, format: 'currency', delta: 0.082, caption: 'since last week', trend: [12, 14, 11, 18, 17, 21, 24], icon: 'coin' },
  },
  { title: 'Worse', props: { label: 'Open tickets', value: 128, delta: 14, delta_format: 'number', good_when: 'down', caption: 'since yesterday' } },
  { title: 'Neither', props: { label: 'Average time', value: 184_000, format: 'duration', delta: -0.02, good_when: 'neither' } },
  { title: 'Empty', props: { label: 'Revenue' } },
  { title: 'Loading', props: { label: 'Revenue', value: 48_250, loading: true } },
  {
    title: 'Long',
    props: {
      label: 'Everything that was ever sold by anybody in this shop',
      value: 98_765_432_109.87,
      format: 'currency',
      caption: 'a caption that does not fit beside it either, however wide it is',
      delta: 12.5,
    },
  },
];
