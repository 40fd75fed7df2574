import { z } from 'zod';
import { commonProps, commonState, defineComponent, tone } from '../component.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const status = defineComponent({
  type: 'status',
  title: 'Status',
  description: 'A state or several tags, each in its colour',
  category: 'display',
  icon: 'tag',
  keywords: ['badge', 'tag', 'state', 'chip', 'pill', 'label'],
  idStem: 'status',
  size: { w: 2, h: 'auto' },
  props: z.object({
    ...commonProps,
    value: z
      .union([scalar, z.array(scalar)])
      .nullable()
      .default(null)
      .meta({ label: 'Value', group: 'content' }),
    looks: z
      .array(z.object({ value: scalar, label: z.string().max(100).optional(), tone: tone.optional(), icon: z.string().max(60).optional() }))
      .default([])
      .meta({ label: 'Looks of the values', field: 'keyed_items', group: 'content' }),
    tone: tone.default('neutral').meta({ label: 'Colour of the others', group: 'look' }),
    variant: z.enum(['badge', 'dot']).default('badge').meta({ label: 'Look', group: 'look' }),
  }),
  state: z.object({ ...commonState }),
  events: { click: { title: 'When one is clicked', payload: z.object({ value: scalar }) } },
  initial: { value: 'Open' },
});
