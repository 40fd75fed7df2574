import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';

const value = z.string();

export const richText = defineComponent({
  type: 'rich_text',
  title: 'Rich text',
  description: 'Text with headings, lists and links, kept as clean HTML',
  category: 'input',
  icon: 'text-plus',
  keywords: ['editor', 'wysiwyg', 'html', 'format', 'document', 'note'],
  idStem: 'richText',
  size: { w: 8, h: 'auto' },
  props: z.object({
    ...inputProps,
    value: value
      .max(500_000)
      .nullable()
      .default('')
      .meta({ label: 'Default', field: 'long_text', group: 'content', description: 'HTML; what is no text is left out' }),
    tools: z.enum(['all', 'simple', 'none']).default('all').meta({ label: 'Tools', group: 'look' }),
    max_length: z.number().int().min(1).max(200_000).optional().meta({ label: 'Most characters', group: 'behaviour', isAdvanced: true }),
    min_height: z.number().int().min(40).max(2000).default(140).meta({ label: 'Height at least (px)', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...inputState(value), text: z.string(), word_count: z.number().int() }),
  derived: { value: ['value'], is_valid: ['required', 'invalid'] },
  events: inputEvents(value),
  methods: { ...inputMethods(value), insert: { title: 'Insert text where the cursor is', args: [{ name: 'text', shape: z.string() }] } },
});
