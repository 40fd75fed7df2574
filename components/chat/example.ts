import type { ComponentExample } from '../view.ts';
import type { chat } from './definition.ts';

/** States of a chat worth looking at. */
export const examples: readonly ComponentExample<typeof chat>[] = [
  { title: 'Without an agent yet', props: { label: 'Ask support', height: 280 } },
  { title: 'An agent that is not there', props: { label: 'Ask support', agent: 'f/support/nobody', height: 320 } },
  {
    title: 'Long',
    props: {
      label: 'Ask whatever you want to know about orders, refunds, deliveries, and what the weather does to them',
      agent: 'f/support/nobody',
      suggestions: ['Where is order 1042, and why has nobody told me that the parcel went back to the warehouse twice?'],
      height: 400,
    },
  },
];
