import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const split = defineComponent({
  type: 'split',
  title: 'Split panes',
  description: 'Two parts beside each other with a handle between them',
  category: 'layout',
  icon: 'layout-columns',
  keywords: ['panes', 'resize', 'columns', 'master', 'detail', 'side'],
  idStem: 'split',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).default('Size of the parts').meta({ label: 'Label of the handle', group: 'content', isAdvanced: true }),
    direction: z.enum(['horizontal', 'vertical']).default('horizontal').meta({ label: 'Direction', group: 'look' }),
    size: z.number().min(10).max(90).default(50).meta({ label: 'Share of the first (%)', group: 'look' }),
    minimum: z.number().min(5).max(50).default(20).meta({ label: 'Share at least (%)', group: 'look', isAdvanced: true }),
    height: z.number().int().min(80).max(4000).optional().meta({ label: 'Height (px)', group: 'look' }),
    is_resizable: z.boolean().default(true).meta({ label: 'Can be resized', group: 'behaviour' }),
  }),
  state: z.object({ ...commonState, size: z.number() }),
  derived: { size: ['size'] },
  events: { resize: { title: 'When it was resized', payload: z.object({ size: z.number() }) } },
  slots: { first: { title: 'First part', flow: 'grid' }, second: { title: 'Second part', flow: 'grid' } },
});
