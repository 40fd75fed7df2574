import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

export const text = defineComponent({
  type: 'text',
  title: 'Text',
  description: 'A heading, a line or some markdown',
  category: 'display',
  icon: 'typography',
  keywords: ['heading', 'title', 'label', 'markdown', 'paragraph'],
  idStem: 'text',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    content: z.union([z.string(), z.number(), z.boolean(), z.null()]).default('Text').meta({ label: 'Text', field: 'markdown', group: 'content' }),
    format: z.enum(['plain', 'markdown']).default('plain').meta({ label: 'Format', group: 'content' }),
    size: z.enum(['caption', 'body', 'title', 'heading']).default('body').meta({ label: 'Size', group: 'look' }),
    weight: z.enum(['normal', 'medium', 'bold']).default('normal').meta({ label: 'Weight', group: 'look' }),
    tone: tone.default('neutral').meta({ label: 'Colour', group: 'look' }),
    align: z.enum(['start', 'center', 'end']).default('start').meta({ label: 'Alignment', group: 'look' }),
    lines: z.number().int().min(1).max(50).optional().meta({ label: 'Lines at most', group: 'look', isAdvanced: true }),
    is_copyable: z.boolean().default(false).meta({ label: 'Can be copied', group: 'behaviour', isAdvanced: true }),
  }),
  state: z.object({ ...commonState }),
  events: { click: { title: 'When it is clicked' } },
});
