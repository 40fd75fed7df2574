import type { ComponentExample } from '../view.ts';
import type { button } from './definition.ts';

export const examples: ComponentExample<typeof button>[] = [
  { title: 'Usual', props: { text: 'Refund order', icon: 'receipt-refund' } },
  { title: 'Primary', props: { text: 'Save', variant: 'primary' } },
  { title: 'Danger', props: { text: 'Delete', variant: 'danger', icon: 'trash' } },
  { title: 'Subtle and small', props: { text: 'Cancel', variant: 'subtle', size: 'small' } },
  { title: 'Disabled', props: { text: 'Save', disabled: true } },
  { title: 'Loading', props: { text: 'Saving', loading: true, variant: 'primary' } },
  { title: 'With a tooltip', props: { text: 'Save', tooltip: 'Keeps what you have changed' } },
  { title: 'Long', props: { text: 'Refund this order and tell the customer by e-mail at once', is_full_width: true } },
];
