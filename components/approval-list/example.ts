import type { ComponentExample } from '../view.ts';
import type { approvalList } from './definition.ts';

/** States of a list of approvals worth looking at. */
export const examples: readonly ComponentExample<typeof approvalList>[] = [
  { title: 'What waits for me', props: { label: 'Waiting for you' } },
  { title: 'What I asked for', props: { scope: 'requested', empty_text: 'You asked for nothing' } },
];
