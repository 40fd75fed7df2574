import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string();

export const textInput = defineComponent({
  type: 'text_input',
  title: 'Text input',
  description: 'One line of text',
  category: 'input',
  icon: 'forms',
  keywords: ['field', 'search', 'email', 'url', 'string'],
  idStem: 'textInput',
  size: { w: 4, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: z.union([z.string(), z.number()]).nullable().default('').meta({ label: 'Default', group: 'content' }),
    kind: z.enum(['text', 'search', 'email', 'url', 'phone']).default('text').meta({ label: 'Kind', group: 'content' }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'look', isAdvanced: true }),
    min_length: z.number().int().min(0).optional().meta({ label: 'Shortest', group: 'behaviour', isAdvanced: true }),
    max_length: z.number().int().min(1).optional().meta({ label: 'Longest', group: 'behaviour', isAdvanced: true }),
    pattern: z
      .string()
      .max(500)
      .optional()
      .meta({ label: 'Pattern', group: 'behaviour', isAdvanced: true, description: 'A regular expression over the whole text' }),
    debounce_ms: z.number().int().min(0).max(5000).default(250).meta({ label: 'Tells others after (ms)', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value) }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: inputMethods(value),
});
