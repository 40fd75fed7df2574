import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.array(z.string());

export const tags = defineComponent({
  type: 'tags',
  title: 'Tags',
  description: 'Words that are typed one after the other',
  category: 'input',
  icon: 'tags',
  keywords: ['labels', 'keywords', 'chips', 'words', 'list'],
  idStem: 'tags',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.nullable().default([]).meta({ label: 'Default', field: 'options', group: 'content' }),
    suggestions: z.array(z.string()).default([]).meta({ label: 'Suggestions', field: 'options', group: 'content' }),
    min: z.number().int().min(0).optional().meta({ label: 'At least', group: 'behaviour', isAdvanced: true }),
    max: z.number().int().min(1).optional().meta({ label: 'At most', group: 'behaviour', isAdvanced: true }),
    longest: z.number().int().min(1).max(1000).default(100).meta({ label: 'Longest word', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
