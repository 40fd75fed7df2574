import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const container = defineComponent({
  type: 'container',
  title: 'Container',
  description: 'Holds other components together, with or without a frame',
  category: 'layout',
  icon: 'square',
  keywords: ['card', 'box', 'group', 'panel', 'section'],
  idStem: 'container',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...commonProps,
    title: z.string().max(300).optional().meta({ label: 'Title', group: 'content' }),
    frame: z.enum(['none', 'border', 'raised']).default('border').meta({ label: 'Frame', group: 'look' }),
    padding: z.enum(['none', 'small', 'medium']).default('medium').meta({ label: 'Padding', group: 'look' }),
    max_height: z.number().int().min(80).max(4000).optional().meta({ label: 'Scrolls beyond (px)', group: 'look', isAdvanced: true }),
  }),
  state: z.object({ ...commonState }),
  events: { click: { title: 'When it is clicked' } },
  slots: {
    body: { title: 'Content', flow: 'grid' },
    header: { title: 'Beside the title', flow: 'row' },
    footer: { title: 'Footer', flow: 'row' },
  },
});
