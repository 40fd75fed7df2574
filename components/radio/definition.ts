import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState, option, options } from '../component.ts';

const value = z.union([z.string(), z.number(), z.boolean()]).nullable();
const { placeholder: _none, ...ownProps } = inputProps;

export const radio = defineComponent({
  type: 'radio',
  title: 'Radio group',
  description: 'One of a few choices, all of them in sight',
  category: 'input',
  icon: 'circle-dot',
  keywords: ['segmented', 'choice', 'options', 'toggle', 'buttons'],
  idStem: 'radio',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default(null).meta({ label: 'Default', group: 'content' }),
    options,
    look: z.enum(['radio', 'segmented']).default('radio').meta({ label: 'Look', group: 'look' }),
    orientation: z.enum(['vertical', 'horizontal']).default('vertical').meta({ label: 'Direction', group: 'look' }),
  }),
  state: z.object({ ...inputState(value), option: option.nullable() }),
  derived: { value: ['value'], option: ['value', 'options'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
  initial: { options: ['First', 'Second', 'Third'] },
});
