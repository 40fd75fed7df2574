import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string().nullable();

export const colour = defineComponent({
  type: 'colour',
  title: 'Colour',
  description: 'A colour, picked or typed',
  category: 'input',
  icon: 'palette',
  keywords: ['color', 'picker', 'hex', 'rgb'],
  idStem: 'colour',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', field: 'colour', group: 'content' }),
    swatches: z.array(z.string().max(30)).max(50).default([]).meta({ label: 'Suggestions', field: 'options', group: 'content' }),
    is_from_list: z.boolean().default(false).meta({ label: 'Only suggestions', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
