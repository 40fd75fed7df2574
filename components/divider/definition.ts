import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

export const divider = defineComponent({
  type: 'divider',
  title: 'Divider',
  description: 'A line between two parts, with or without a name',
  category: 'display',
  icon: 'separator',
  keywords: ['line', 'separator', 'rule', 'section', 'spacer'],
  idStem: 'divider',
  size: { w: 12, h: 'auto' },
  props: z.object({
    ...commonProps,
    label: z.string().max(200).optional().meta({ label: 'Name', group: 'content' }),
    position: z.enum(['start', 'center', 'end']).default('start').meta({ label: 'Place of the name', group: 'look' }),
    look: z.enum(['solid', 'dashed', 'none']).default('solid').meta({ label: 'Line', group: 'look' }),
  }),
  state: z.object({ ...commonState }),
});
