import type { ComponentExample } from '../view.ts';
import type { divider } from './definition.ts';

export const examples: ComponentExample<typeof divider>[] = [
  { title: 'Usual', props: {} },
  { title: 'With a name', props: { label: 'Billing' } },
  { title: 'In the middle, dashed', props: { label: 'or', position: 'center', look: 'dashed' } },
  { title: 'A long name at the end', props: { label: 'Everything else that has to do with this customer and their orders', position: 'end' } },
];
