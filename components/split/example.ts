import type { ComponentExample } from '../view.ts';
import type { split } from './definition.ts';

export const examples: ComponentExample<typeof split>[] = [
  { title: 'Usual', props: { size: 35 }, slots: { first: 'The list', second: 'What is chosen in it' } },
  { title: 'One above the other', props: { direction: 'vertical', height: 160 }, slots: { first: 'Above', second: 'Below' } },
  { title: 'Fixed', props: { is_resizable: false }, slots: { first: 'Left', second: 'Right' } },
  { title: 'Disabled, with long content', props: { disabled: true }, slots: { first: 'A long text. '.repeat(20), second: 'Short' } },
];
