import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState, option, options } from '../component.ts';

const value = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const select = defineComponent({
  type: 'select',
  title: 'Select',
  description: 'One of several choices',
  category: 'input',
  icon: 'select',
  keywords: ['dropdown', 'choice', 'combobox', 'options', 'autocomplete'],
  idStem: 'select',
  size: { w: 3, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.default(null).meta({ label: 'Default', group: 'content' }),
    options,
    is_clearable: z.boolean().default(true).meta({ label: 'Can be emptied', group: 'behaviour' }),
    is_searchable: z.boolean().default(true).meta({ label: 'Can be searched', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), option: option.nullable(), search: z.string() }),
  derived: { value: ['value'], option: ['value', 'options'], is_valid: ['required', 'invalid'] },
  events: { ...inputEvents(value), search: { title: 'When something is searched', payload: z.object({ search: z.string() }) } },
  methods: inputMethods(value),
});
