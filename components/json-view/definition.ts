import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const jsonView = defineComponent({
  type: 'json_view',
  title: 'JSON',
  description: 'Any data as a tree, however large',
  category: 'display',
  icon: 'braces',
  keywords: ['tree', 'object', 'data', 'debug', 'explorer'],
  idStem: 'json',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('Data').meta({ label: 'Label', group: 'content' }),
    value: z.unknown().optional().meta({ label: 'Data', group: 'content' }),
    max_height: z.number().int().min(60).max(4000).default(360).meta({ label: 'Height at most (px)', group: 'look' }),
    empty_text: z.string().max(300).default('No data').meta({ label: 'Text without data', group: 'content', isAdvanced: true }),
  }),
  state: z.object({ ...commonState }),
});
