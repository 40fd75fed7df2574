import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState, options } from '../component.ts';

const value = z.array(z.union([z.string(), z.number(), z.boolean()]));
const { placeholder: _none, ...ownProps } = inputProps;

export const checkboxGroup = defineComponent({
  type: 'checkbox_group',
  title: 'Checkbox group',
  description: 'Several choices, all of them in sight',
  category: 'input',
  icon: 'list-check',
  keywords: ['choices', 'multiple', 'options', 'checklist'],
  idStem: 'checkboxes',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.nullable().default([]).meta({ label: 'Default', group: 'content' }),
    options,
    orientation: z.enum(['vertical', 'horizontal']).default('vertical').meta({ label: 'Direction', group: 'look' }),
    min: z.number().int().min(0).optional().meta({ label: 'At least', group: 'behaviour', isAdvanced: true }),
    max: z.number().int().min(1).optional().meta({ label: 'At most', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
  initial: { options: ['First', 'Second', 'Third'] },
});
