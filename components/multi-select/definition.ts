import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState, option, options } from '../component.ts';

const value = z.array(z.union([z.string(), z.number(), z.boolean()]));

export const multiSelect = defineComponent({
  type: 'multi_select',
  title: 'Multi-select',
  description: 'Several of many choices',
  category: 'input',
  icon: 'selector',
  keywords: ['dropdown', 'choices', 'multiple', 'filter', 'options'],
  idStem: 'multiSelect',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.nullable().default([]).meta({ label: 'Default', group: 'content' }),
    options,
    is_searchable: z.boolean().default(true).meta({ label: 'Can be searched', group: 'behaviour', isAdvanced: true }),
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
    min: z.number().int().min(0).optional().meta({ label: 'At least', group: 'behaviour', isAdvanced: true }),
    max: z.number().int().min(1).optional().meta({ label: 'At most', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), options: z.array(option), search: z.string() }),
  derived: { value: ['value'], options: ['value', 'options'], is_valid: ['required', 'invalid'] },
  events: { ...inputEvents(value), search: { title: 'When something is searched', payload: z.object({ search: z.string() }) } },
  methods: inputMethods(value),
});
