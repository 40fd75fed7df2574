import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

export const icon = defineComponent({
  type: 'icon',
  title: 'Icon',
  description: 'A small sign',
  category: 'display',
  icon: 'icons',
  keywords: ['symbol', 'sign', 'glyph'],
  idStem: 'icon',
  size: { w: 1, h: 'auto' },
  props: z.object({
    ...commonProps,
    name: z.string().max(60).default('star').meta({ label: 'Icon', field: 'icon', group: 'content' }),
    label: z.string().max(200).optional().meta({ label: 'What it means', group: 'content', description: 'Read by screen readers; empty for mere decoration' }),
    size: z.enum(['small', 'medium', 'large', 'huge']).default('medium').meta({ label: 'Size', group: 'look' }),
    tone: tone.default('neutral').meta({ label: 'Colour', group: 'look' }),
    has_ground: z.boolean().default(false).meta({ label: 'On a coloured ground', group: 'look' }),
  }),
  state: z.object({ ...commonState }),
  events: { click: { title: 'When it is clicked' } },
});
