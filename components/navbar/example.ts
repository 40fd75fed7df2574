import type { ComponentExample } from '../view.ts';
import type { navbar } from './definition.ts';

const items = [
  { id: 'orders', label: 'Orders', icon: 'shopping-cart', badge: 12 },
  { id: 'customers', label: 'Customers', icon: 'users' },
  { id: 'revenue', label: 'Revenue', icon: 'coin', disabled: true },
  { id: 'help', label: 'Help', icon: 'help', href: 'https://acme.example/help' },
];

export const examples: ComponentExample<typeof navbar>[] = [
  { title: 'Usual', props: { label: 'Shop', title: 'Acme', items, active: 'orders' } },
  { title: 'Below each other', props: { label: 'Shop below each other', items, active: 'customers', orientation: 'vertical' } },
  { title: 'All pages', props: { label: 'All pages' } },
  { title: 'Disabled', props: { label: 'Shop that is closed', items, disabled: true } },
  { title: 'Loading', props: { label: 'Shop that opens', items, loading: true } },
];
