import type { ComponentExample } from '../view.ts';
import type { form } from './definition.ts';

const schema = {
  type: 'object',
  required: ['order', 'reason'],
  properties: {
    order: { type: 'integer', title: 'Order', minimum: 1 },
    reason: { type: 'string', title: 'Reason', enum: ['damaged', 'late', 'other'] },
    note: { type: 'string', title: 'Note', 'x-ui': { multiline: true } },
    notify: { type: 'boolean', title: 'Tell the customer', default: true },
  },
};

/** States of a form worth looking at. */
export const examples: readonly ComponentExample<typeof form>[] = [
  { title: 'Fields of a schema', props: { label: 'Refund', schema, submit_text: 'Refund', has_reset: true } },
  { title: 'With values', props: { schema, values: { order: 1042, reason: 'late' } } },
  { title: 'Disabled', props: { schema, disabled: true } },
  { title: 'Without anything to ask for', props: {} },
];
