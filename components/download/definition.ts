import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const download = defineComponent({
  type: 'download',
  title: 'Download',
  description: 'Saves data or text as a file',
  category: 'action',
  icon: 'download',
  keywords: ['export', 'save', 'file', 'csv', 'json'],
  idStem: 'download',
  size: { w: 2, h: 5 },
  props: z.object({
    ...commonProps,
    text: z.string().max(200).default('Download').meta({ label: 'Text', group: 'content' }),
    content: z.unknown().optional().meta({ label: 'What is saved', group: 'content', description: 'Text, rows, any data, or an uploaded file' }),
    format: z
      .enum(['auto', 'csv', 'json', 'text'])
      .default('auto')
      .meta({ label: 'As', group: 'content', description: 'Left open: rows become CSV, text stays text' }),
    file_name: z.string().max(200).default('download').meta({ label: 'Name of the file', group: 'content' }),
    icon: z.string().max(60).default('download').meta({ label: 'Icon', field: 'icon', group: 'look' }),
    variant: z.enum(['primary', 'default', 'subtle']).default('default').meta({ label: 'Kind', group: 'look' }),
  }),
  state: z.object({ ...commonState }),
  events: { done: { title: 'When it was saved', payload: z.object({ name: z.string() }) } },
  methods: { start: { title: 'Save it', args: [] } },
  initial: { content: 'Hello' },
});
