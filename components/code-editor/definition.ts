import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string();

export const codeEditor = defineComponent({
  type: 'code_editor',
  title: 'Code editor',
  description: 'Code or JSON with colours and line numbers',
  category: 'input',
  icon: 'source-code',
  keywords: ['json', 'sql', 'python', 'yaml', 'syntax', 'editor'],
  idStem: 'code',
  size: { w: 8, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value.max(1_000_000).nullable().default('').meta({ label: 'Default', field: 'code', group: 'content' }),
    language: z.enum(['json', 'typescript', 'python', 'bash', 'sql', 'yaml', 'text']).default('json').meta({ label: 'Language', group: 'content' }),
    has_line_numbers: z.boolean().default(true).meta({ label: 'Line numbers', group: 'look' }),
    min_height: z.number().int().min(40).max(2000).default(120).meta({ label: 'Height at least (px)', group: 'look', isAdvanced: true }),
    max_height: z.number().int().min(60).max(4000).default(480).meta({ label: 'Height at most (px)', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), parsed: z.unknown() }),
  derived: { value: ['value'], parsed: ['value', 'language'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: { ...inputMethods(value), format: { title: 'Put JSON in order', args: [] } },
});
