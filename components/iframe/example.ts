import type { ComponentExample } from '../view.ts';
import type { iframe } from './definition.ts';

export const examples: ComponentExample<typeof iframe>[] = [
  { title: 'Without an address', props: {} },
  { title: 'An address that is not allowed', props: { src: 'http://acme.example' } },
];
