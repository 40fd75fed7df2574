import type { ComponentExample } from '../view.ts';
import type { codeEditor } from './definition.ts';

const order = '{\n  "order": 1042,\n  "lines": [\n    { "sku": "shirt", "amount": 2 }\n  ]\n}';

export const examples: ComponentExample<typeof codeEditor>[] = [
  { title: 'Usual', props: { label: 'Order', value: order } },
  { title: 'A language', props: { label: 'Query', language: 'sql', value: 'select id, total\nfrom orders\nwhere paid' } },
  { title: 'Empty', props: { label: 'Notes', language: 'text', placeholder: 'Anything', has_line_numbers: false } },
  { title: 'What is no JSON', props: { label: 'Order', value: '{ "order": }' } },
  { title: 'Disabled', props: { label: 'Order', value: order, disabled: true } },
  { title: 'Read only', props: { label: 'Order', value: order, read_only: true } },
  { title: 'Wrong, as somebody else says', props: { label: 'Order', value: order, invalid: 'There is no order 1042.' } },
  { title: 'Loading', props: { label: 'Order', loading: true } },
  {
    title: 'With a very long label and help',
    props: {
      label: 'A label that is much longer than anybody should ever make a label of a field',
      help: 'And some help below it, which says what happens, why, and what one could do about it.',
      required: true,
    },
  },
];
