import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const item = z.object({
  id: z.string().max(60),
  label: z.string().max(200),
  icon: z.string().max(60).optional(),
  is_danger: z.boolean().optional(),
  hidden: z.boolean().optional(),
  disabled: z.boolean().optional(),
  has_line_above: z.boolean().optional(),
});

export const menu = defineComponent({
  type: 'menu',
  title: 'Menu',
  description: 'A button that opens a list of things to do or places to go',
  category: 'action',
  icon: 'menu-2',
  keywords: ['dropdown', 'actions', 'navigation', 'more', 'options'],
  idStem: 'menu',
  size: { w: 2, h: 5 },
  props: z.object({
    ...commonProps,
    text: z.string().max(200).default('Actions').meta({ label: 'Text', group: 'content' }),
    is_icon_only: z.boolean().default(false).meta({ label: 'Icon only', group: 'look' }),
    icon: z.string().max(60).optional().meta({ label: 'Icon', field: 'icon', group: 'look' }),
    items: z
      .array(item)
      .default([])
      .meta({ label: 'Items', field: 'keyed_items', group: 'content', description: 'What an item does stands in the event with its `id`' }),
    variant: z.enum(['primary', 'default', 'subtle']).default('default').meta({ label: 'Kind', group: 'look' }),
  }),
  state: z.object({ ...commonState, is_open: z.boolean(), last: z.string().nullable() }),
  events: { select: { title: 'When an item is chosen', payload: z.object({ id: z.string(), label: z.string() }) } },
  methods: { open: { title: 'Open it', args: [] }, close: { title: 'Close it', args: [] } },
  initial: {
    items: [
      { id: 'first', label: 'First' },
      { id: 'second', label: 'Second' },
    ],
  },
});
