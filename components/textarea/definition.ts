import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string();

export const textarea = defineComponent({
  type: 'textarea',
  title: 'Text area',
  description: 'Text of several lines',
  category: 'input',
  icon: 'align-left',
  keywords: ['multiline', 'long', 'comment', 'note', 'paragraph'],
  idStem: 'textarea',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: z.union([z.string(), z.number()]).nullable().default('').meta({ label: 'Default', field: 'long_text', group: 'content' }),
    rows: z.number().int().min(1).max(40).default(3).meta({ label: 'Lines', group: 'look' }),
    max_rows: z.number().int().min(1).max(100).default(12).meta({ label: 'Lines at most', group: 'look', isAdvanced: true }),
    min_length: z.number().int().min(0).optional().meta({ label: 'Shortest', group: 'behaviour', isAdvanced: true }),
    max_length: z.number().int().min(1).optional().meta({ label: 'Longest', group: 'behaviour', isAdvanced: true }),
    debounce_ms: z.number().int().min(0).max(5000).default(250).meta({ label: 'Tells others after (ms)', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), length: z.number().int() }),
  derived: { value: ['value'], length: ['value'], is_valid: ['required', 'invalid'] },
  events: { ...inputEvents(value), submit: { title: 'When Ctrl or Cmd and Enter are pressed', payload: z.object({ value }) } },
  methods: inputMethods(value),
});
