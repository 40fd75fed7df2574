import type { ComponentExample } from '../view.ts';
import type { jobView } from './definition.ts';

/** States of a job worth looking at. */
export const examples: readonly ComponentExample<typeof jobView>[] = [
  { title: 'Before the first run', props: { label: 'Import' } },
  { title: 'A run that is not there', props: { label: 'Import', job_id: '00000000-0000-7000-8000-000000000000' } },
];
