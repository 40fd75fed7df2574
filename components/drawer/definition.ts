import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const drawer = defineComponent({
  type: 'drawer',
  title: 'Drawer',
  description: 'Slides in from the side, for the details of something',
  category: 'layout',
  icon: 'layout-sidebar-right',
  keywords: ['dialog', 'popup', 'panel', 'details', 'overlay'],
  idStem: 'drawer',
  size: { w: 12, h: 'auto' },
  isOverlay: true,
  props: z.object({
    ...commonProps,
    title: z.string().max(300).default('').meta({ label: 'Title', group: 'content' }),
    size: z.enum(['small', 'medium', 'large', 'full']).default('medium').meta({ label: 'Size', group: 'look' }),
    side: z.enum(['right', 'left', 'bottom']).default('right').meta({ label: 'Side', group: 'look' }),
    closes_outside: z.boolean().default(true).meta({ label: 'A click outside closes it', group: 'behaviour' }),
  }),
  state: z.object({ ...commonState, is_open: z.boolean(), params: z.record(z.string(), z.unknown()), result: z.unknown() }),
  events: {
    open: { title: 'When it opens', payload: z.object({ params: z.record(z.string(), z.unknown()) }) },
    close: { title: 'When it closes', payload: z.object({ result: z.unknown() }) },
  },
  slots: { body: { title: 'Content', flow: 'grid' }, footer: { title: 'Footer', flow: 'row' } },
});
