import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.number();
const { placeholder: _none, ...ownProps } = inputProps;

export const slider = defineComponent({
  type: 'slider',
  title: 'Slider',
  description: 'A number between two others, chosen by dragging',
  category: 'input',
  icon: 'adjustments-horizontal',
  keywords: ['range', 'number', 'drag', 'level'],
  idStem: 'slider',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default(0).meta({ label: 'Default', group: 'content' }),
    min: z.number().default(0).meta({ label: 'Smallest', group: 'content' }),
    max: z.number().default(100).meta({ label: 'Largest', group: 'content' }),
    step: z.number().positive().default(1).meta({ label: 'Step', group: 'content' }),
    format: z.enum(['decimal', 'currency', 'percent']).default('decimal').meta({ label: 'Format', group: 'look' }),
    currency: z.string().max(20).default('EUR').meta({ label: 'Currency', group: 'look', isAdvanced: true }),
    marks: z
      .array(z.object({ value: z.number(), label: z.string().max(60).optional() }))
      .default([])
      .meta({ label: 'Marks', field: 'keyed_items', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
