import type { ComponentExample } from '../view.ts';
import type { link } from './definition.ts';

export const examples: ComponentExample<typeof link>[] = [
  { title: 'Usual', props: { text: 'Order 1042', href: 'https://acme.example/orders/1042' } },
  { title: 'Here, with an icon', props: { text: 'Runs', href: '/w/acme/runs', is_new_tab: false, icon: 'history' } },
  { title: 'Without an address', props: { text: 'Show more' } },
  { title: 'An address that is not allowed', props: { text: 'Do not', href: 'javascript:alert(1)' } },
  { title: 'Disabled', props: { text: 'Order 1042', href: 'https://acme.example', disabled: true } },
];
