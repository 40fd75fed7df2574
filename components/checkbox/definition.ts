import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.boolean();
const { placeholder: _none, label_position: _side, ...ownProps } = inputProps;

export const checkbox = defineComponent({
  type: 'checkbox',
  title: 'Checkbox',
  description: 'Yes or no, as a box to tick',
  category: 'input',
  icon: 'checkbox',
  keywords: ['boolean', 'yes', 'no', 'on', 'off', 'agree'],
  idStem: 'checkbox',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default(false).meta({ label: 'Default', group: 'content' }),
    must_be_ticked: z.boolean().default(false).meta({ label: 'Has to be ticked', group: 'behaviour', description: 'Such as consent: not valid until it is' }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: { ...inputMethods(value), toggle: { title: 'Turn it', args: [] } },
});
